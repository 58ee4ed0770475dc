"""Authority is proposed here and takes effect with a second person; envelopes and places are only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import LookOnly
from flowmono.governing.editing import TwoPersonAdmin
from signing import governed  # noqa: F401 - what two people change is registered there
from signing.models import (
    AuthorityAnswer,
    Envelope,
    Handover,
    PageLook,
    Recipient,
    SaidCategory,
    SignatureProfile,
    Sitting,
)
from signing.models.delegations import Delegation


@admin.register(SignatureProfile)
class SignatureProfileAdmin(TwoPersonAdmin):
    """Administrators widen or narrow what a mark covers; the mark itself is its owner's."""

    lead = _("What each mark may sign. The mark itself is its owner's, made under Sign → My marks.")
    list_display = ("name", "user", "signed_name", "limit", "department", "valid_from", "valid_until", "active")
    list_filter = ("active", "department")
    list_select_related = ("user",)
    search_fields = ("name", "signed_name", "user__email", "user__last_name")
    fieldsets = (
        (_("The mark"), {"fields": ("user", "name", "signed_name", "title", "kind", "face", "certificate")}),
        (
            _("What it covers"),
            {
                "fields": (
                    "categories",
                    "limit",
                    "department",
                    "counterparties",
                    ("valid_from", "valid_until"),
                    "active",
                    "may_be_delegated",
                )
            },
        ),
    )
    readonly_fields = ("user", "name", "signed_name", "title", "kind", "face", "certificate")
    lists = ("categories", "counterparties")
    helps = {
        "categories": _("The categories that the mark is for, one a line, as under Categories. Empty: all."),
        "limit": _(
            "In the company's currency. Empty: no limit. 0, as each new mark has it: nothing, until a limit is given."
        ),
        "department": _("Only for documents of this department. Empty: any."),
        "counterparties": _(
            "The parties with whom it may be used, one a line, named as their contracts name them. Empty: any."
        ),
        "valid_from": _("The first day on which it may be placed. Empty: since ever."),
        "valid_until": _("The last day on which it may be placed. Empty: until it is switched off."),
        "active": _("A mark that is off cannot be placed."),
        "may_be_delegated": _(
            "Its owner may let a colleague who signs use its authority for some days, or a part of it, in their own name. Off: nobody "
            "signs by it but its owner, and what was delegated is of no use any more."
        ),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delegation)
class DelegationAdmin(LookOnly):
    lead = _("Who lets whom sign with the authority of a mark, from when to when, and how it ended.")
    changed_at = ("signing:delegations", _("Let somebody sign for me"))
    list_display = ("profile", "delegate", "starts_on", "ends_on", "limit", "refused_at", "taken_back_at")
    list_filter = ("starts_on", "ends_on")
    list_select_related = ("profile__user", "delegate")
    search_fields = ("profile__name", "profile__user__email", "delegate__email", "delegate__last_name", "reason")


@admin.register(Envelope)
class EnvelopeAdmin(LookOnly):
    lead = _("Documents on their way through their signers.")
    changed_at = ("signing:queue", _("Sign"))
    list_display = ("title", "state", "category", "amount", "currency", "sent_by", "sent_at", "sealed_at")
    list_filter = ("state", "category")
    list_select_related = ("sent_by",)
    search_fields = ("title", "category", "recipients__email")


@admin.register(Recipient)
class RecipientAdmin(LookOnly):
    lead = _("Who signs, approves or reads a document, and what became of it.")
    changed_at = ("signing:queue", _("Sign"))
    list_display = ("name", "email", "role", "state", "envelope", "decided_at")
    list_filter = ("state", "role")
    list_select_related = ("envelope",)
    search_fields = ("name", "email")
    exclude = ("token_digest", "used_digest", "code_digest", "link_seed")

    def page_of(self, record: Any) -> str:
        return str(record.envelope.get_absolute_url())


@admin.register(PageLook)
class PageLookAdmin(LookOnly):
    lead = _(
        "Which pages people opened before they signed, when, and for how long each was in sight. Page 0 is the document."
    )
    changed_at = ("signing:queue", _("Sign"))
    list_display = ("recipient", "page", "opened_at", "last_at", "seconds")
    list_select_related = ("recipient__envelope",)
    search_fields = ("recipient__name", "recipient__envelope__title")


@admin.register(Handover)
class HandoverAdmin(LookOnly):
    lead = _("Who was asked before in a place, who instead, by whom and why.")
    changed_at = ("signing:queue", _("Sign"))
    list_display = ("recipient", "how", "state", "from_name", "to_name", "by_name", "at")
    list_filter = ("how", "state")
    list_select_related = ("recipient__envelope",)
    search_fields = ("from_name", "to_name", "from_email", "to_email")

    def page_of(self, record: Any) -> str:
        return str(record.recipient.envelope.get_absolute_url())


@admin.register(Sitting)
class SittingAdmin(LookOnly):
    lead = _("Who signed in person on whose device, how the host made sure who it is, and how it ended.")
    changed_at = ("signing:queue", _("Sign"))
    list_display = ("recipient", "host", "known_by", "begun_at", "ended", "ended_at")
    list_filter = ("known_by", "ended")
    list_select_related = ("recipient__envelope", "host")
    search_fields = ("name", "host__email", "recipient__envelope__title")
    exclude = ("key_digest",)

    def page_of(self, record: Any) -> str:
        return str(record.recipient.envelope.get_absolute_url())


@admin.register(SaidCategory)
class SaidCategoryAdmin(LookOnly):
    lead = _("What people said documents are. Documents like them are read the same way until it is taken back.")
    changed_at = ("signing:sayings", _("Categories said by people"))
    list_display = ("title", "category", "read_as", "said_by", "said_at", "taken_back_at")
    list_filter = ("category",)
    list_select_related = ("said_by",)
    search_fields = ("title", "category", "read_as")
    exclude = ("likeness",)


@admin.register(AuthorityAnswer)
class AuthorityAnswerAdmin(LookOnly):
    lead = _("What timestamp authorities and publishers of revocation data answered last.")
    changed_at = ("signing:seals", _("Seals and keys"))
    list_display = ("address", "kind", "asked_at", "milliseconds", "good_at", "problem")
    list_filter = ("kind",)
    search_fields = ("address",)
