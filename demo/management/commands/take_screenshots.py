"""Picture every screen: own instance of the demonstration, every role, both themes, a phone and a desk."""

import importlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.company import PASSWORD
from demo.documents import facts
from demo.screens.letters import links_in, newest_code, signed_in
from demo.screens.screen import Screen
from demo.screens.table import SCREENS

PATIENCE = 900
OPENS_PORTAL, OPENS_DOCUMENT = "/portal/enter/", "/signing/open/"


class Command(BaseCommand):
    help = "Write a picture of every screen to OUT (both themes, 390 and 1440 px wide), and an index.html."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path)
        parser.add_argument("--only", action="append", default=[], help="The name of a screen; may be repeated.")
        parser.add_argument("--contracts", type=int, default=4, help="How many contracts the history has.")

    def handle(self, *args: Any, **options: Any) -> None:
        if importlib.util.find_spec("playwright") is None:
            raise CommandError(
                "Pictures need Playwright: .venv/bin/python -m pip install --require-hashes -r requirements/dev.txt"
            )
        screens = [screen for screen in SCREENS if not options["only"] or screen.name in options["only"]]
        if not screens:
            raise CommandError("No screen has that name; demo/screens/table.py names them all.")
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="flowmono-screens-", ignore_cleanup_errors=True) as folder:
            self.stdout.write("Starting a demonstration of its own …")
            with demonstration(Path(folder), options["contracts"], self.stdout.write) as address:
                taken, missed = self._take(screens, address, Path(folder) / "mail", out)
        (out / "index.html").write_text(index_of(taken), encoding="utf-8")
        self.stdout.write(f"{len(taken)} pictures in {out}; open {out / 'index.html'}.")
        if missed:
            raise CommandError("Not reached:\n" + "\n".join(missed))

    def _take(self, screens: list[Screen], address: str, mail: Path, out: Path) -> tuple[list[str], list[str]]:
        """Names of the pictures taken, and why others could not be."""
        walking = importlib.import_module("demo.screens.walking")
        people = {employee.key: employee.email for employee in facts.EMPLOYEES}
        taken, missed = [], []
        with walking.chromium() as browser:
            walk = walking.Walk(
                browser,
                address,
                PASSWORD,
                people.__getitem__,
                lambda: asked_link(browser, address, mail),
                signer_link=lambda to: str(wait_for(lambda: links_in(mail, OPENS_DOCUMENT, to), seconds=30)[-1]),
                signer_code=_codes_of(mail),
                signed_file=lambda: signed_in(mail),
            )
            for number, screen in enumerate(screens, 1):
                self.stdout.write(f"{number:>3} of {len(screens)}  {screen.name} ({screen.who})")
                try:
                    for width in walking.WIDTHS:
                        for theme in walking.THEMES:
                            name = f"{screen.name}-{screen.who}-{width}-{theme}.png"
                            walk.go(screen, width=width, theme=theme).screenshot(path=out / name, full_page=True)
                            taken.append(name)
                except (walking.NotThere, walking.BrowserError) as problem:
                    missed.append(f"  {screen.name}: {problem}")
        return taken, missed


def asked_link(browser: Any, address: str, mail: Path) -> str:
    """Ask for a link to the portal on its page, and take it from the letter."""
    before = len(links_in(mail, OPENS_PORTAL))
    page = browser.new_page()
    page.goto(f"{address}/portal/ask/")
    page.locator("input[name=email]").fill(facts.PROVIDER.signatory.email)
    page.locator("input[name=email]").press("Enter")
    links = wait_for(lambda: links_in(mail, OPENS_PORTAL)[before:], seconds=30)
    page.close()
    return str(links[-1])


def _codes_of(mail: Path) -> Callable[[], str]:
    """Gives the code of the newest letter with one: another than the one before the walk, and than the one given last."""
    last = newest_code(mail)

    def next_code() -> str:
        nonlocal last
        last = str(wait_for(lambda: (code := newest_code(mail)) != last and code, seconds=30))
        return last

    return next_code


@contextmanager
def demonstration(folder: Path, contracts: int, say: Callable[[str], None]) -> Iterator[str]:
    """`manage.py demo` in a folder of its own, on a free port; gives its address when all is played."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    told = folder / "told.txt"
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with told.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, manage, "demo", "--contracts", str(contracts), "--address", place],
            env={**kept, "FLOWMONO_VAR": str(folder), "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(lambda: process.poll() is not None or _is_ready(told, place, contracts), seconds=PATIENCE)
        if process.poll() is not None:
            raise CommandError(f"The demonstration did not start:\n{told.read_text()}")
        say("It is there; a few more cases are made for its pictures.")
        environment = {**kept, "FLOWMONO_VAR": str(folder), "FLOWMONO_SITE_URL": f"http://{place}"}
        subprocess.run(
            [sys.executable, manage, "stage_screens"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        yield f"http://{place}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _is_ready(told: Path, place: str, contracts: int) -> bool:
    if contracts and "The history is complete" not in told.read_text():
        return False
    page = f"http://{place}/account/login/"
    with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(page, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def wait_for(look: Callable[[], Any], *, seconds: float) -> Any:
    """What `look` gives as soon as it gives something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    raise CommandError(f"Waited {seconds:.0f} s in vain.")


def index_of(names: list[str]) -> str:
    """A page that shows all pictures, each a link to its own size."""
    figures = "\n".join(
        f'<figure><a href="{escape(name)}"><img loading="lazy" src="{escape(name)}" alt=""></a>'
        f"<figcaption>{escape(name.removesuffix('.png'))}</figcaption></figure>"
        for name in names
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Flowmono</title><style>'
        "body{font:14px system-ui;margin:2rem;display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}"
        "figure{margin:0}img{width:100%;height:16rem;object-fit:cover;object-position:top;border:1px solid #8886}"
        f"</style><body>\n{figures}\n</body></html>\n"
    )
