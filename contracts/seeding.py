"""The categories that a new installation starts with."""

from contracts.models import Category, PreparationStep
from contracts.retention import END

# Name as flowmono.intelligence.category gives it, what it is, whether legal is always asked.
CATEGORIES = (
    ("MSA", "Master agreement: the terms under which later orders are made", True),
    ("SOW", "Statement of work: one project under a master agreement", False),
    ("services agreement", "Professional services, maintenance, consulting", False),
    ("software subscription", "Software or cloud service for a term", False),
    ("licence", "Right to use software, marks or content", True),
    ("order form", "One order under standing terms", False),
    ("NDA", "Confidentiality", False),
    ("DPA", "Processing of personal data", True),
    ("amendment", "Change to a contract that is in force", True),
    ("lease", "Rent of premises or equipment", True),
    ("employment", "Employment contract", True),
    ("purchase order", "Order of goods or services", False),
    ("invoice", "Bill of a vendor", False),
    ("certificate of insurance", "Proof of insurance cover", False),
    ("other", "Anything else; a person decides who signs", True),
)
# All others go the ordinary way: converted, one signer on each side, sent by a person, kept without an end.
SEQUENCES: dict[str, dict[str, object]] = {"NDA": {"kept_years": 10, "kept_from": END}}


def seed_categories() -> list[Category]:
    """Make the categories that are not there yet; those that an administrator changed stay as they are."""
    seeded = []
    for name, description, legal in CATEGORIES:
        facts = {"description": description, "needs_legal": legal, **SEQUENCES.get(name, {})}
        category, is_new = Category.objects.get_or_create(name=name, defaults=facts)
        if is_new and name in SEQUENCES:
            PreparationStep.objects.create(category=category, tool="number", options="text = {n} / {total}")
        seeded.append(category)
    return seeded
