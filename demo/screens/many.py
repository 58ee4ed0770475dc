"""One document for many people: one that is out for signature, and one whose list still has faults."""

from dataclasses import replace
from datetime import timedelta

from docx import Document as Word

from demo.documents.word import reproducible
from demo.show import Beside
from signing import actions as signing
from signing.actions import bulk, bulk_sending
from signing.models import Bulk

PEOPLE = (
    ("Marta Keller", "Partner", "Keller & Sohn GmbH", "Ulm"),
    ("Jonas Weiss", "Managing Director", "Weiss Prüftechnik GmbH", "Kassel"),
    ("Aino Laine", "Owner", "Laine Metrology Oy", "Tampere"),
    ("Piotr Zając", "Proxy", "Zając Pomiary sp. z o.o.", "Gdańsk"),
    ("Clara Moreau", "Director", "Moreau Étalonnage SARL", "Lyon"),
)
LATE = ("Ines Duarte", "Owner", "Duarte Sensores Lda", "Porto")
LONG_OUT = timedelta(days=400)
FAULTY = ("Ben Carver;ben.carver.example.com;;Carver Ltd;York", ";office@lind.example;;Lind AB;Lund")


def send_to_many(play: Beside) -> None:
    """A confidentiality agreement leaves for the calibration partners; the one of the next year waits for a better list."""
    sent = _begun(play, "Confidentiality agreement, calibration partners", (), years="five")
    bulk_sending.send_bulk(sent, by=play.people["maya"], at=play.tick())
    play.settle()
    _begun(play, "Confidentiality agreement, next year", FAULTY, years="seven")


def let_one_run_out(play: Beside) -> None:
    """Somebody was sent a confidentiality agreement so long ago that the time for signing it is over."""
    before = replace(play, at=play.at - LONG_OUT)
    sent = _begun(before, "Confidentiality agreement, spare sensors", (), years="three", people=(LATE,))
    bulk_sending.send_bulk(sent, by=play.people["maya"], at=before.tick())
    before.settle()
    signing.expire_due(at=play.tick())
    play.settle()


def _begun(
    play: Beside,
    title: str,
    more: tuple[str, ...],
    *,
    years: str,
    people: tuple[tuple[str, str, str, str], ...] = PEOPLE,
) -> Bulk:
    maya = play.people["maya"]
    about = bulk.About(title, "NDA")
    made = bulk.make_bulk(about, by=maya, at=play.tick(), data=_paper(years), filename="confidentiality.docx")
    lines = [f"{name};{_address(name)};{title};{party};{city}" for name, title, party, city in people]
    text = "\n".join(["name;email;title;party;city", *lines, *more])
    return bulk.bring_list(made, by=maya, at=play.tick(), data=text.encode(), filename="partners.csv")


def _address(name: str) -> str:
    letters = name.lower().replace(" ", ".").replace("ą", "a")
    return f"{letters}@partners.example"


def _paper(years: str) -> bytes:
    paper = Word()
    paper.add_heading("Confidentiality agreement", 1)
    paper.add_paragraph("between Brightwater Instruments GmbH, Munich, and {party}, {city}.")
    for clause in (
        "1. What one party tells the other about its instruments, its customers and its prices is confidential.",
        "2. It is used for the work that both agreed on and for nothing else, and told only to those who need it for that.",
        f"3. This holds for {years} years from the day on which this agreement is signed.",
    ):
        paper.add_paragraph(clause)
    paper.add_paragraph()
    paper.add_paragraph("For {party}")
    paper.add_paragraph("Signature: ______________________________")
    paper.add_paragraph("Name: {name}")
    return reproducible(paper)
