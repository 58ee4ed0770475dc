"""What can be found of contracts: the contracts, and the papers in their files."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts import policies
from contracts.models import Contract, State
from documents.finding.facets import Facet, register_facet, register_narrowing, register_values
from documents.models import Document
from flowmono.common.searching import Act, Found, Matches, register_acts, register_kind


def _show_contract(contract: Contract) -> Found:
    return Found(str(contract), contract.get_absolute_url(), contract.counterparty_name, contract)


@register_kind("contracts", _("Contracts"), "file-text", _show_contract, numbers=("number",))
def contracts(person: Any, words: tuple[str, ...]) -> Any:
    """Contracts by number, title and other party, the newest first."""
    found = Contract.objects.visible_to(person).filter(Matches(words))
    return found.only(
        "number", "title", "counterparty_name", "state", "effective_on", "ends_on", "renews", "stops_on"
    ).order_by("-created_at")


_KINDS = {
    "contract": _("The contract, from its draft to its seal"),
    "envelope": _("What was sent for signature"),
    "certificate": _("Certificate of completion"),
    "order": _("Order as the vendor was sent it"),
    "invoice": _("Invoice"),
    "evidence": _("Evidence of a milestone"),
    "payment_file": _("Payment file"),
    "compliance": _("Vendor paper"),
}


def _show_document(document: Document) -> Found:
    words = str(_KINDS.get(document.kind) or document.kind.replace("_", " ").capitalize())
    return Found(document.title, reverse("contracts:versions", args=[document.case_key]), words)


@register_kind("documents", _("Documents"), "files", _show_document)
def documents(person: Any, words: tuple[str, ...]) -> Any:
    """Papers in the file of a contract that this person sees."""
    seen = Contract.objects.visible_to(person).values("pk")
    found = Document.objects.filter(Matches(words), case_key__in=seen, put_away_at__isnull=True)
    return found.only("title", "kind", "case_key").order_by("-created_at")


@register_acts
def acts(request: HttpRequest, at: datetime) -> Iterator[Act]:
    if policies.can_start(request.user):  # type: ignore[arg-type]
        yield Act(
            str(_("Start a contract")),
            reverse("contracts:start"),
            "file-up",
            str(_("new draft upload agreement Word")),
        )


def _categories(person: Any) -> list[tuple[str, Any]]:
    """The categories of the contracts that this person sees."""
    seen = Contract.objects.visible_to(person).exclude(category="").order_by("category")
    return [(name, name) for name in seen.values_list("category", flat=True).distinct()]


def _of_contracts(**condition: str) -> Q:
    """Documents in the files of contracts that fit."""
    return Q(case_key__in=Contract.objects.filter(**condition).order_by().values("pk"))


def _values(documents: Mapping[UUID, UUID]) -> Mapping[str, Mapping[UUID, Collection[str]]]:
    """What contracts say of the documents in their files."""
    cases = Contract.objects.filter(pk__in=set(documents.values()))
    found: dict[str, dict[UUID, Collection[str]]] = {"category": {}, "state": {}, "vendor": {}}
    known = {case: values for case, *values in cases.values_list("pk", "category", "state", "vendor__name")}
    for document, case in documents.items():
        for name, value in zip(found, known.get(case, ()), strict=False):
            if value:
                found[name][document] = {value}
    return found


register_facet(Facet("category", _("Category"), _categories))
register_facet(Facet("state", _("State of the contract"), lambda _person: State.choices))
register_narrowing("category", lambda _person, value: _of_contracts(category=value))
register_narrowing("state", lambda _person, value: _of_contracts(state=value))
register_narrowing("vendor", lambda _person, value: _of_contracts(vendor__name__icontains=value))
register_values(_values)
