"""Real contracts from public collections: each converts, none loses a word. The bench scores all; here is every third."""

from documents.converter import convert
from tests.documents.converter.drafts import shared


def test_every_contract_of_the_collection_is_set_whole():
    contracts = sorted(shared("docx", "contracts").glob("*.docx"))[::3]

    conversions = {path.name: convert(path.read_bytes()) for path in contracts}

    assert len(conversions) >= 10
    for name, conversion in conversions.items():
        assert not [
            warning for warning in conversion.warnings if "edge of the paper" in warning or "not set" in warning
        ], name
