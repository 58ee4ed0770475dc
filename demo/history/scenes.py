"""What happens beside the contracts: firms that are looked at, held, blocked and released, accounts that change, papers that wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from demo.documents.sheet import print_sheet
from demo.history.firms import account_of
from demo.history.onboarding import speaker_of
from demo.history.stories import Script, Stage, Story
from flowmono.accounts.models import User
from vendors import actions as vendors
from vendors.models import BankAccount, Contact, Milestone, Vendor

Verb = Callable[..., Any]


@dataclass(frozen=True)
class Scene:
    """One thing done to one firm on one day; a firm that has not come into the history yet is left out."""

    on: date
    firm: str
    by: str
    verb: Verb
    reason: str


HELD = "Their insurer told us that the cover was cancelled; nothing is paid until we know more."
SCENES = (
    Scene(
        date(2026, 2, 9), "bursztyn", "priya", vendors.hold_vendor, "Two deliveries came damaged; the claim is open."
    ),
    Scene(
        date(2026, 3, 16), "bursztyn", "priya", vendors.release_vendor, "The claim is settled and credited."
    ),
    Scene(date(2026, 11, 16), "ventoux", "lena", vendors.block_vendor, "Named in a court's judgment for bribery."),
    Scene(date(2027, 1, 11), "sablepoint", "ike", vendors.hold_vendor, HELD),
)  # fmt: skip
PROSPECTS = (
    (date(2026, 9, 3), "Seelachs & Tau Verpackung GmbH", "DE", "sales@seelachstau.example", "supply agreement", "maya"),
    (date(2026, 12, 8), "Ljungskär Mätteknik AB", "SE", "hej@ljungskar.example", "services agreement", "otto"),
    (date(2027, 1, 14), "Pennycress Forwarding Ltd", "GB", "desk@pennycress.example", "services agreement", "priya"),
)


def set_scenes(stage: Stage) -> None:
    """Put all scenes on the agenda that fall into the history."""
    for name, script in (
        *((f"scene:{scene.on.isoformat()}:{scene.firm}", _scene(scene)) for scene in SCENES),
        *((f"prospect:{row[0].isoformat()}", _prospect(*row)) for row in PROSPECTS),
        ("account:cooling", _new_account("fiorello", days=4, checked=True)),
        ("account:waiting", _new_account("clonfert", days=1, checked=False)),
        ("paper:waiting", _paper_waits("jurafluss", days=1)),
        ("paper:waiting too", _paper_waits("polderzicht", days=2)),
        *((f"work:{key}", _work_waits(key)) for key in ("pierre", "marta", "theo", "ines")),
    ):
        story = Story(stage, name)
        stage.begin(story, script(story))


def _scene(scene: Scene) -> Callable[[Story], Script]:
    def script(story: Story) -> Script:
        yield story.office(scene.on)
        vendor = _known(story, scene.firm)
        if vendor is not None:
            by = story.stage.people[scene.by]
            story.once("act", lambda: scene.verb(vendor, by=by, at=story.tick(), reason=scene.reason))

    return script


def _prospect(on: date, name: str, country: str, email: str, category: str, by: str) -> Callable[[Story], Script]:
    def script(story: Story) -> Script:
        yield story.office(on)
        values = {"name": name, "country": country, "email": email, "category": category}
        person = story.stage.people[by]
        story.once("create", lambda: vendors.create_vendor(by=person, at=story.tick(), values=values))

    return script


def _new_account(firm: str, *, days: int, checked: bool) -> Callable[[Story], Script]:
    """In the last days a firm enters another account; it is checked and cools off, or waits for the call."""

    def script(story: Story) -> Script:
        people = story.stage.people
        yield story.office(story.stage.today - timedelta(days=days))
        vendor, by = _speaker(story, firm)
        if vendor is None or by is None:
            return
        card = story.stage.firms[firm]
        values = account_of(card.name, card.address.country_code, story.chance("account"))
        pk = story.once("propose", lambda: vendors.propose_account(vendor, by=by, at=story.tick(), values=values))
        if not checked:
            return
        yield story.later(1)
        known = f"{card.signer.name}, {card.phone}, number from the contract"
        story.once("call", lambda: vendors.call_back(_account(pk), by=people["priya"], at=story.tick(), contact=known))
        yield story.later(1)
        story.once("verify", lambda: vendors.verify_account(_account(pk), by=people["gwen"], at=story.tick()))

    return script


def _paper_waits(firm: str, *, days: int) -> Callable[[Story], Script]:
    """A firm hands in its renewed insurance; legal has not looked at it yet."""

    def script(story: Story) -> Script:
        yield story.office(story.stage.today - timedelta(days=days))
        vendor, by = _speaker(story, firm)
        if vendor is not None and by is not None:
            story.once("hand in", lambda: _insurance(vendor, by=by, at=story.tick()))

    return script


def _work_waits(requester: str) -> Callable[[Story], Script]:
    """On the last day but one a vendor hands in work that this person has to accept."""

    def script(story: Story) -> Script:
        yield story.office(story.stage.today - timedelta(days=1))
        person = story.stage.people[requester]
        open_work = Milestone.objects.filter(workspace__requester=person, state__in=["open", "returned"])
        milestone = open_work.order_by("due_on", "title").first()
        if milestone is not None and not story.did("hand in"):
            by = speaker_of(milestone.workspace.vendor_id)
            story.once("hand in", lambda: _submit(milestone, by=by, at=story.tick()))

    return script


def _submit(milestone: Milestone, *, by: User, at: datetime) -> Any:
    words = [
        f"Delivered: {milestone.title}.",
        "Demonstration paper: invented, and worth nothing outside of this program.",
    ]
    files = [("report.pdf", print_sheet("Report of completion", words))]
    return vendors.submit_milestone(milestone, by=by, at=at, note="Ready for your acceptance.", files=files)


def _insurance(vendor: Vendor, *, by: User, at: datetime) -> Any:
    lines = ["Cover for another year.", "Demonstration paper: invented, and worth nothing outside of this program."]
    return vendors.hand_in_document(
        vendor,
        by=by,
        at=at,
        kind="insurance",
        title="Certificate of insurance",
        data=print_sheet("Certificate of insurance", [f"Issued for {vendor.name}.", *lines]),
        filename="insurance.pdf",
        valid_from=at.date(),
        valid_until=at.date() + timedelta(days=365),
    )


def _known(story: Story, firm: str) -> Vendor | None:
    known: Vendor | None = Vendor.objects.filter(name=story.stage.firms[firm].name).first()
    return known


def _speaker(story: Story, firm: str) -> tuple[Vendor | None, User | None]:
    vendor = _known(story, firm)
    speaks = vendor is not None and Contact.objects.filter(vendor=vendor, active=True).exists()
    return vendor, speaker_of(vendor.pk) if vendor is not None and speaks else None


def _account(pk: Any) -> BankAccount:
    account: BankAccount = BankAccount.objects.get(pk=pk)
    return account
