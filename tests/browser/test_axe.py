"""Every screen of the table meets WCAG 2.2 AA, as far as axe-core can tell. `make axe`, or `make axe AXE=all`
for every width in every theme; ONLY=word looks at the screens whose names contain it."""

import itertools
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page

from demo.company import PASSWORD
from demo.documents import facts
from demo.screens.letters import CODE
from demo.screens.staging import stage
from demo.screens.table import SCREENS
from demo.screens.walking import THEMES, WIDTHS, NotThere, Walk
from demo.show import show_main_job
from flowmono.outbox.models import Letter
from signing.models import Envelope
from tests.browser.desks import link_in
from tests.flowmono.test_pages import raise_one
from tests.real import web
from vendors.actions.access import make_link
from vendors.models import Contact

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY = tuple(itertools.product(WIDTHS, THEMES))
# The everyday look: each screen once, the phone in the dark and the desk in the light in turns.
TURNS = ((390, "dark"), (1440, "light"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(1200),
    pytest.mark.skipif("AXE" not in os.environ, reason="two minutes of browsing: make axe"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci"),
]


def complaints(page: Page) -> list[str]:
    """What axe finds on a page: rule, how many elements, the first of them."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def newest_letter(part: str, to: str = "") -> str:
    """The body of the newest letter, or of the newest to somebody, that holds some words."""
    return str(Letter.objects.filter(body__contains=part, to__contains=to).latest("id").body)


def newest_signed() -> tuple[str, bytes]:
    """The document that was sealed last."""
    version = Envelope.objects.filter(state="sealed").latest("sealed_at").current_version
    return version.name, version.content()


@pytest.fixture
def vera(committed: None) -> Contact:
    """The vendor's contact, after the main job: played before the browser starts, whose loop would not let seals be made."""
    show_main_job(lambda _words: None)
    stage(lambda _words: None)
    raise_one("one")
    # No worker runs here, which elsewhere makes documents known to search within seconds; some screens are found by their words.
    call_command("index_documents")
    return Contact.objects.get(email=facts.PROVIDER.signatory.email)


def test_axe_finds_nothing_on_any_screen(vera: Contact, chromium: Browser, tmp_path: Path) -> None:
    emails = {employee.key: employee.email for employee in facts.EMPLOYEES}

    with web(tmp_path) as address:

        def link() -> str:
            return f"{address}/portal/enter/{make_link(vera, at=timezone.now(), key='axe')}/"

        walk = Walk(
            chromium,
            address,
            PASSWORD,
            emails.__getitem__,
            link,
            patient=False,
            signer_link=lambda to: (
                address + urlsplit(link_in(newest_letter("/signing/open/", to), "/signing/open/")).path
            ),
            signer_code=lambda: CODE.findall(newest_letter("code for signing is"))[-1],
            signed_file=newest_signed,
        )
        found = []
        wanted = [screen for screen in SCREENS if os.environ.get("ONLY", "") in screen.name]
        for number, screen in enumerate(wanted):
            for width, theme in EVERY if os.environ.get("AXE") == "all" else [TURNS[number % 2]]:
                name = f"{screen.name} {width} {theme}"
                try:
                    problems = complaints(walk.go(screen, width=width, theme=theme))
                except NotThere as missing:
                    problems = [str(missing)]
                found += [f"{name}: {problem}" for problem in problems]

    assert found == [], "\n".join(found)
