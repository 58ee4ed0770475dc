"""What signed contracts say of the papers that vendors hand in: the sentences themselves, with their page."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from vendors.models.compliance import READ_IN_CONTRACTS


def _sentences(**of: Any) -> Any:
    terms = apps.get_model("contracts", "Term").objects.live()
    return terms.filter(field="obligation", description__in=READ_IN_CONTRACTS, **of).exclude(quote="")


def asked_in(contract_id: Any) -> set[str]:
    """The kinds of paper that a sentence of this contract asks for."""
    return set(_sentences(contract_id=contract_id).values_list("description", flat=True))


def in_own_contract() -> ArraySubquery:
    """For points of a checklist: the sentences of the contract that opened it and ask for the point's paper."""
    return _told(_sentences(contract_id=OuterRef("onboarding__contract_id"), description=OuterRef("document_kind")))


def in_every_contract() -> ArraySubquery:
    """For papers: the sentences of all signed contracts with the vendor that ask for this kind."""
    signed = {"contract__vendor_id": OuterRef("vendor_id"), "contract__signed_at__isnull": False}
    return _told(_sentences(description=OuterRef("kind"), **signed))


def _told(sentences: Any) -> ArraySubquery:
    fields = {"quote": "quote", "page": "page", "contract_id": "contract_id", "number": "contract__number"}
    told = sentences.order_by("contract__signed_at", "contract__number", "page", "position")
    return ArraySubquery(told.values(told=JSONObject(**fields)))
