from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import Page
from flowmono.common.models import Company, ExchangeRate


@admin.register(ExchangeRate)
class ExchangeRateAdmin(Page):
    lead = _("What currencies were worth on a day. An amount is taken at the newest rate up to its own day.")
    list_display = ("currency", "into", "rate", "valid_on", "source")
    list_filter = ("currency", "into")
    search_fields = ("currency", "into", "source")
    date_hierarchy = "valid_on"
    helps = {
        "currency": _("Three letters, such as USD."),
        "into": _("Three letters: the company's currency."),
        "rate": _("What one unit of the first is worth in the second."),
        "valid_on": _("The day of the rate. It holds until there is a newer one."),
        "source": _("Where it comes from, such as the central bank."),
    }


class CompanyPage(Page):
    """The one company of this installation; flowmono.governing makes proposals of its changes."""

    lead = _("Who this installation works for: contracts, invoices and payment files are compared with it.")
    list_display = ("name", "vat_id", "country")
    list_filter = ("country",)
    search_fields = ("name", "vat_id", "tax_id")
    lists = ("also_known_as",)
    fieldsets = (
        (None, {"fields": ("name", "also_known_as", ("vat_id", "tax_id"), "country", "address", "invoice_email")}),
        (
            _("The account that payment files debit"),
            {"fields": ("account_holder", "iban", "bic", ("clearing_system", "clearing_member"), "bban")},
        ),
        (
            _("Signing"),
            {
                "fields": (
                    "second_look_from",
                    ("sign_within", "warn_before"),
                    ("remind_after", "remind_every", "reminders_most"),
                )
            },
        ),
    )
    helps = {
        "name": _("As contracts name the company."),
        "also_known_as": _("Other names that contracts and invoices use for the company, one a line."),
        "vat_id": _("With the country's letters, such as DE123456789."),
        "tax_id": _("The tax number at home, where there is one."),
        "country": _("Two letters, such as DE."),
        "address": _("One line of the address a line."),
        "invoice_email": _("Where vendors send invoices; orders name it."),
        "account_holder": _("As the bank writes the holder."),
        "iban": _("Where there is no IBAN: the account number below, with the bank's clearing code."),
        "bban": _("The account number, where there is no IBAN."),
        "clearing_system": _("The code of the clearing system, such as USABA, for accounts without an IBAN."),
        "clearing_member": _("The bank's number in that system."),
        "second_look_from": _(
            "In the company's currency. From this amount on, what our own people sign must have been opened and looked at "
            "page by page first. Empty: never asked."
        ),
        "sign_within": _("How many days a document can be signed after it was sent, unless a day is chosen. 1 to 365."),
        "warn_before": _("How many days before the end those who have not signed are warned. 0: never."),
        "remind_after": _("How many days after the letter the first reminder goes. 0: nobody is reminded."),
        "remind_every": _("How many days pass between two reminders. 0: only one is sent."),
        "reminders_most": _("How many reminders one person gets at most. Those sent by hand do not count."),
        "bic": _("The bank's BIC, eight or eleven characters."),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one company."""
        return super().has_add_permission(request) and not Company.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
