"""A checklist says what a vendor must prove before it is paid: two people change it, with its points."""

from flowmono.governing.registry import Governed, Rows, govern
from vendors.models import ChecklistItem, ChecklistTemplate

govern(
    Governed(
        ChecklistTemplate,
        ("name", "category"),
        {
            "items": Rows(
                ChecklistItem,
                "template",
                (
                    "position",
                    "wanted",
                    "document_kind",
                    "title",
                    "help",
                    "text",
                    "required",
                    "gates_payment",
                    "expires",
                    "if_contract_asks",
                ),
            )
        },
    )
)
