"""The roles of product.md: Django groups, made by a migration, that policies ask about by name."""

from typing import Final

REQUESTER: Final = "Requester"
PROCUREMENT: Final = "Procurement"
APPROVER: Final = "Approver"
DIRECTOR: Final = "Director"
CFO: Final = "CFO"
SIGNATORY: Final = "Signatory"
LEGAL: Final = "Legal & compliance"
FINANCE: Final = "Finance"
AUDITOR: Final = "Auditor"
ADMINISTRATOR: Final = "Administrator"
VENDOR_CONTACT: Final = "Vendor contact"
INTEGRATION: Final = "Integration"

ALL: Final = (
    REQUESTER,
    PROCUREMENT,
    APPROVER,
    DIRECTOR,
    CFO,
    SIGNATORY,
    LEGAL,
    FINANCE,
    AUDITOR,
    ADMINISTRATOR,
    VENDOR_CONTACT,
    INTEGRATION,
)
# Who works inside the company: everyone but vendor contacts.
INSIDE: Final = tuple(role for role in ALL if role != VENDOR_CONTACT)
