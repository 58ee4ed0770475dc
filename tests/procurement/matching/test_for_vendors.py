"""What a vendor reads about its invoice: the facts, and its own part in it."""

from procurement.matching.codes import CODES, visible_to_vendor
from procurement.matching.for_vendors import tell_vendor
from procurement.matching.words import SENTENCES


def test_a_vendor_reads_the_facts_and_what_it_may_do() -> None:
    told = tell_vendor(
        "MILESTONE_ALREADY_BILLED",
        "Order PO-1, line 1 (Deposit): all of its 18,600.00 EUR was billed before; 27,900.00 EUR more are asked. "
        "The vendor explains or withdraws the invoice.",
    )

    assert told == (
        "Order PO-1, line 1 (Deposit): all of its 18,600.00 EUR was billed before; 27,900.00 EUR more are asked. "
        "Please withdraw this invoice, or tell us what it is for."
    )


def test_what_only_we_do_needs_nothing_from_the_vendor() -> None:
    told = tell_vendor(
        "TAX_RATE_MISMATCH", "Order line 2 has 7 % VAT, the invoice charges 19 %. Finance checks the rate."
    )

    assert told == "Order line 2 has 7 % VAT, the invoice charges 19 %. We check it; you need do nothing now."


def test_what_a_vendor_may_read_never_speaks_of_our_clerks() -> None:
    told = {code: tell_vendor(code, SENTENCES[code]) for code in CODES if visible_to_vendor(code)}

    inside = ("clerk", "Finance", "The vendor", "owner", "rocurement")
    assert {code: words for code, words in told.items() if any(one in words for one in inside)} == {}


def test_a_sentence_of_an_earlier_wording_stays_as_it_was() -> None:
    assert tell_vendor("TAX_AMOUNT", "The tax differs.") == "The tax differs."
