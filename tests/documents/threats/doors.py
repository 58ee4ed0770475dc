"""Every door through which a file comes in, and a company in which all of them are open."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Category
from flowmono.accounts.models import AccessToken, User
from signing.forms import BROUGHT
from tests.documents.working import scenes as papers
from tests.people import NOON, make_person
from tests.procurement import stories
from tests.signing.life import bulk_scenes
from tests.signing.life.scenes import outside, sent
from tests.signing.life.test_outside import form_of, proved
from vendors.models import Milestone

WRITE = ["contracts:write", "documents:write", "invoices:write", "vendors:write", "signing:write"]
API = "/api/v1"


@dataclass(frozen=True)
class Door:
    """One door. shapes: the forms and serializers with a field for files that stand behind it; who: who comes, "" anybody; called: what the
    file is called there; more: what has to be said with it; programs: whether a program comes, with a token;
    dialog: whether a no is said on the page that it leads back to."""

    shapes: tuple[str, ...]
    who: str
    address: Callable[[Mapping[str, Any]], str]
    called: str = "file"
    more: Mapping[str, Any] = field(default_factory=dict)
    programs: bool = False
    dialog: bool = False

    def refuses(self, answer: Any) -> bool:
        """Whether this answer of the door is a no."""
        if self.dialog and answer.status_code == 302:
            return [one.level for one in get_messages(answer.wsgi_request)][-1] == ERROR
        return 400 <= answer.status_code < 500

    def opened(self) -> Client:
        """Who comes, at the door."""
        if self.programs:
            return Client(
                raise_request_exception=False,
                headers={"authorization": f"Bearer {token_of(make_person(self.who))}"},
            )
        client = Client(raise_request_exception=False)
        if self.who:
            client.force_login(make_person(self.who))
        return client

    def bring(self, client: Client, company: Mapping[str, Any], name: str, data: bytes) -> Any:
        """The answer to a file of this name."""
        facts = {key: value(company) if callable(value) else value for key, value in self.more.items()}
        return client.post(self.address(company), {**facts, self.called: SimpleUploadedFile(name, data)})


class SignersDoor(Door):
    """The door of a signer without an account, who has entered their code: a picture of their signature comes with their submit."""

    def opened(self) -> Client:
        client = proved()
        client.raise_request_exception = False
        return client

    def bring(self, client: Client, company: Mapping[str, Any], name: str, data: bytes) -> Any:
        entered = {**form_of(client), "face": BROUGHT, self.called: SimpleUploadedFile(name, data)}
        return client.post(self.address(company), entered)


def token_of(person: User) -> str:
    _token, secret = AccessToken.issue(owner=person, name="ERP", scopes=WRITE, at=NOON)
    return secret


def open_company() -> Mapping[str, Any]:
    """A contract whose terms are read, a vendor at work with an order, and a document for many."""
    contract = papers.in_review(make_person("pierre"))
    stage = stories.make_stage()
    stories.approve(stage)
    Category.objects.get_or_create(name="nda")
    sent(outside(1))
    return {
        "vendor": stage.vendor,
        "milestone": Milestone.objects.filter(contract=stage.contract, state="open").order_by("position").first(),
        "contract": contract,
        "signed": stage.contract,
        "version": papers.now(contract.document),
        "bulk": bulk_scenes.begun(),
    }


def _tool(tool: str, more: Mapping[str, Any], *shapes: str, named: str = "file") -> Door:
    def address(company: Mapping[str, Any]) -> str:
        return reverse("working:tool", args=[company["contract"].document_id, tool])

    return Door(tuple(f"documents.working.forms.{shape}" for shape in shapes), "maya", address, named, more)


_STAMP = {
    "position": "top-right",
    "colour": "b00020",
    "pages": "all",
    "size": 20,
    "degrees": 0,
    "opacity": 1,
    "margin": 28,
}
_MANY = {"title": "NDA", "category": "nda", "ours_when": "after"}
_ENDS = {"ends_on": "2027-12-31", "how": "agreement", "reason": "Both signed the release."}
_PAPER = {"kind": "insurance", "valid_until": "2028-01-01"}


DOORS: dict[str, Door] = {
    "a draft": Door(("contracts.forms.StartForm",), "pierre", lambda _: reverse("contracts:start")),
    "another draft": Door(
        ("contracts.forms.DraftForm",), "pierre", lambda c: reverse("contracts:replace", args=[c["contract"].pk])
    ),
    "a draft of a program": Door(
        ("contracts.shapes.DraftUploadSerializer",), "pierre", lambda _: f"{API}/contracts/", programs=True
    ),
    "another draft of a program": Door(
        ("contracts.shapes.FileSerializer",),
        "pierre",
        lambda c: f"{API}/contracts/{c['contract'].pk}/replace-draft/",
        programs=True,
    ),
    "a paper of an early end": Door(
        ("contracts.forms.EarlyEndForm",),
        "maya",
        lambda c: reverse("contracts:end", args=[c["signed"].pk]),
        more=_ENDS,
        dialog=True,
    ),
    "a paper of an early end of a program": Door(
        ("contracts.shapes.EarlyEndSerializer",),
        "maya",
        lambda c: f"{API}/contracts/{c['signed'].pk}/end-early/",
        more=_ENDS,
        programs=True,
    ),
    "a paper brought after an early end": Door(
        ("contracts.forms.EndingPaperForm",),
        "maya",
        lambda c: reverse("contracts:ending_paper", args=[c["signed"].pk]),
        dialog=True,
    ),
    "a paper brought after an early end by a program": Door(
        ("contracts.shapes.EndingPaperSerializer",),
        "maya",
        lambda c: f"{API}/contracts/{c['signed'].pk}/ending-paper/",
        programs=True,
    ),
    "an invoice": Door(("procurement.forms.UploadForm",), "fay", lambda _: reverse("procurement:upload")),
    "an invoice in the portal": Door(
        ("procurement.forms.UploadForm",), "vera", lambda _: reverse("procurement:portal_invoices")
    ),
    "an invoice of a program": Door(("procurement.shapes.Upload",), "fay", lambda _: f"{API}/invoices/", programs=True),
    "a vendor's paper": Door(
        ("vendors.forms.PaperForm",), "maya", lambda c: reverse("vendors:hand_in", args=[c["vendor"].pk]), more=_PAPER
    ),
    "a paper in the portal": Door(
        ("vendors.forms.PaperForm",), "vera", lambda _: reverse("portal:papers"), more=_PAPER
    ),
    "a paper of a program": Door(
        ("vendors.shapes.PaperUploadSerializer",),
        "maya",
        lambda _: f"{API}/vendor-documents/",
        more={**_PAPER, "vendor": lambda c: str(c["vendor"].pk)},
        programs=True,
    ),
    "evidence": Door(
        ("vendors.forms.DeliveryForm",),
        "vera",
        lambda c: reverse("portal:milestone", args=[c["milestone"].pk]),
        "files",
        {"note": "Done."},
    ),
    "a document to sign": Door(
        ("signing.forms_bringing.BringForm",),
        "maya",
        lambda _: reverse("signing:new_round"),
        more={"title": "Visit", "category": "NDA", "name": "Ines Tarnow", "email": "ines@tarnow.example"},
    ),
    "one document for many": Door(
        ("signing.forms_bulk.BulkForm",), "maya", lambda _: reverse("signing:new_bulk"), more=_MANY
    ),
    "the list of many": Door(
        ("signing.forms_bulk.ListForm",), "maya", lambda c: reverse("signing:bulk_list", args=[c["bulk"].pk]), "list"
    ),
    "one document for many of a program": Door(
        ("signing.api_bulk.BulkBegun",), "maya", lambda _: f"{API}/bulk-sendings/", more=_MANY, programs=True
    ),
    "the list of many of a program": Door(
        ("signing.api_bulk.ListBrought",),
        "maya",
        lambda c: f"{API}/bulk-sendings/{c['bulk'].pk}/bring-list/",
        "list",
        programs=True,
    ),
    "a picture of a signature": Door(
        ("signing.forms.MarkForm",),
        "sam",
        lambda _: reverse("signing:new_mark"),
        "picture",
        {"name": "Everyday", "signed_name": "Sam Whitfield", "title": "Director", "kind": "uploaded", "active": "on"},
    ),
    "a picture of a signature from outside": SignersDoor(
        ("signing.forms.SignForm",), "", lambda _: reverse("signing:sign_outside"), "picture"
    ),
    "a document to sign of a program": Door(
        ("signing.api_bringing.DocumentBrought",),
        "maya",
        lambda _: f"{API}/envelopes/",
        more={
            "title": "NDA",
            "category": "nda",
            "people": json.dumps(
                [{"order": 1, "role": "signer", "name": "Nora Gates", "email": "nora@northgate.example"}]
            ),
        },
        programs=True,
    ),
    "a check": Door(("signing.forms.CheckForm",), "", lambda _: reverse("signing:verify")),
    "pages to insert": _tool("insert", {"before": 1, "pages": "all"}, "InsertForm"),
    "a picture to stamp": _tool("stamp", _STAMP, "StampForm"),
    "a picture as watermark": _tool("watermark", {"pages": "all", "opacity": 0.2, "colour": "808080"}, "WatermarkForm"),
    "files to join": _tool("merge", {}, "MergeForm", named="files"),
    "pictures to bind": _tool("pictures", {"paper": "a4", "margin": 0}, "PicturesForm", named="files"),
    "an enclosure": Door(
        ("documents.working.forms.EncloseForm",),
        "maya",
        lambda c: reverse("working:case", args=[c["contract"].pk]),
        "files",
        {"enclose": "1"},
    ),
    "an enclosure of a program": Door(
        ("documents.working.api.EnclosureSerializer",),
        "maya",
        lambda _: f"{API}/documents/",
        more={"case": lambda c: str(c["contract"].pk)},
        programs=True,
    ),
    "a step of a program": Door(
        (),
        "maya",
        lambda c: f"{API}/documents/{c['contract'].document_id}/steps/",
        more={"tool": "insert", "options": '{"before": 1}'},
        programs=True,
    ),
    "a file to compare": Door(
        ("documents.comparing.forms.BroughtForm",),
        "maya",
        lambda c: reverse("comparing:choose", args=[c["version"].pk]),
        more={"side": "file"},
    ),
    "a file to compare of a program": Door(
        ("documents.comparing.api.BroughtSerializer",),
        "maya",
        lambda _: f"{API}/comparisons/",
        more={"version": lambda c: str(c["version"].pk)},
        programs=True,
    ),
}
