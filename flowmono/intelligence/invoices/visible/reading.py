"""From the words of a page to an InvoiceReading, each value with the words and page it was read from."""

import re
from dataclasses import replace
from decimal import Decimal

from ..model import NOT_INVOICE, Account, Difference, Evidence, InvoiceReading, NothingFound, TaxGroup
from ..page import Text
from ..printed import LEAST_SURE, printed_rows
from ..ranking import Opinion, Three, second_opinion, weigh_sums
from ..rows import Row, arrange_rows
from .bank import find_accounts, find_ibans
from .columns import currency_of_headings, heading_kind
from .deduced import deduce_sums, names_unread_tax
from .figures import (
    country_of_address,
    currency_of_country,
    decimal_mark_of,
    find_amounts,
    find_currency,
    find_heading_currency,
    name_dollar,
)
from .identity import Dates, Kind, find_dates, find_kind, find_number, heading_rows
from .pairs import Found, accept_identifier, accept_reference, extend_downwards, labelled
from .parties import Parties, Party, find_parties
from .table import ReadLine, read_lines
from .totals import Sum, Totals, choose_totals, find_sums, find_sums_elsewhere
from .unheaded import read_unheaded
from .vocabulary import TERMS_SENTENCE

_CONTRACT_WORDS = re.compile(
    r"\b(?:contract|agreement|sow|statement of work|msa|psa|order form|vertrag|contrat|contrato|rahmenvertrag)\b",
    re.IGNORECASE,
)
_SELLERS_OWN = re.compile(
    r"(?:our|unser|notre|nuestra|onze|vår)", re.IGNORECASE
)  # the seller's own reference is no order
_BUYERS_OWN = re.compile(
    r"\b(?:your|customer|client|buyer|ihre|kunden\w*|bestell\w*|votre|su|vostro|uw|ert?|deres)\b|\bp\.?\s?o\.?\b",
    re.IGNORECASE,
)  # of two orders the buyer's is the one to match
_DIGIT = re.compile(r"[0-9]")
_DIGITS = re.compile(r"[0-9].*[0-9]")
MOST_NUMBERED, LONGEST_NUMBERED = 300, 200
CORE_SUMS = frozenset({"net", "tax", "gross"})
ASKED_SUMS = ("net", "tax", "gross", "payable")
_CORE_LABELS = frozenset({"net", "net_part", "tax", "tax_part", "gross", "last_gross", "charge"})
_MONTH_FIRST_CURRENCIES = frozenset({"USD"})


def read_visible(text: Text, sha256: str, filename: str, *, rules_alone: bool = False) -> InvoiceReading:
    """What the pages say. Raises DocumentRefused (DOC_NOT_INVOICE) when they are no invoice, NothingFound when they may be one.

    rules_alone: the second opinion of the ranking is not asked, as it is measured.
    """
    rows = arrange_rows(text.words)
    kind = find_kind(rows)
    mark = decimal_mark_of(row.text for row in rows)
    lines = read_lines(rows, mark)
    lines = _that_add_up(lines, find_sums(_unbilled(rows, lines), mark))
    lines = lines or read_unheaded(rows, find_sums(rows, mark), mark)
    nets = [read.line.net for read in lines if read.line.net is not None]
    line_total = sum(nets, Decimal(0)) if nets else None
    unbilled = _unbilled(rows, lines)
    printed = frozenset(amount for row in rows for phrase in row.phrases for amount in find_amounts(phrase.text, mark))
    totals = _totals(unbilled, mark, line_total, printed)
    number = find_number(rows)
    labelled_at_all = number is not None or "gross" in totals.chosen
    weighed = None if rules_alone or not _are_asked(totals) else weigh_sums(rows)
    if weighed is not None and weighed.is_likely:
        totals = _weighed_totals(find_sums(unbilled, mark), weighed, line_total, printed)
    parties = find_parties(rows, frozenset(read.row for read in lines))
    accounts = tuple(find_accounts(row.text for row in rows))
    currency, currency_sure = find_currency(_money_texts(rows, totals))
    if currency is None:
        currency, currency_sure = find_heading_currency(row.text for row in rows)
    if currency is None and (currency := currency_of_headings(rows)):
        currency_sure = True
    if currency is None:  # never sure, so a person is asked
        country = next((account.iban for account in accounts if account.iban), parties.seller_vat)
        currency = currency_of_country(country or country_of_address(row.text for row in rows))
    currency = name_dollar(currency, (row.text for row in rows))
    terms = _payment_terms(rows)
    month_first = None if currency is None else currency in _MONTH_FIRST_CURRENCIES
    dates = find_dates(rows, number, month_first, terms.value if terms else None)
    opinion = second_opinion(rows, _as_printed(number, dates, parties)) if not rules_alone else Opinion({})
    if not labelled_at_all and not ("gross" in totals.chosen and "number" in opinion.instead):
        raise NothingFound(
            NOT_INVOICE, "The pages show neither an invoice number nor a total. Check whether this is an invoice."
        )
    if opinion.instead:
        instead = {
            name: Found(one.value, one.phrase.text, one.phrase.page, 0, one.phrase)
            for name, one in opinion.instead.items()
        }
        number = instead.get("number", number)
        parties = _with_names(parties, instead)
        dates = find_dates(rows, number, month_first, terms.value if terms else None, instead)
    order, contract = _references(rows, number)
    project = next(iter(labelled(rows, "project_ref", accept_identifier)), None)
    preceding = next(iter(labelled(rows, "preceding_invoice", accept_identifier)), None)
    found = {
        "number": number,
        "issue_date": dates.issue_found,
        "due_date": dates.due_found,
        "order_ref": order,
        "contract_ref": contract,
        "project_ref": project,
    }
    doubtful = _doubtful(kind, dates, totals, number, currency_sure, accounts, line_total, printed)
    doubtful = (*doubtful, *opinion.doubtful, *(() if labelled_at_all else _unlabelled(order, contract)))
    if _is_paid_already(rows, totals, mark):
        doubtful = (*doubtful, "payable")
    evidence = tuple(_evidence(found, parties, totals, lines, rows, accounts))
    return InvoiceReading(
        source="pdf",
        sha256=sha256,
        filename=filename,
        doc_type=kind.doc_type,
        type_code=kind.type_code,
        number=number.value if number else None,
        issue_date=dates.issue,
        due_date=dates.due,
        seller_name=parties.seller.name,
        seller_vat=parties.seller_vat,
        seller_tax_id=parties.seller_tax_id,
        buyer_name=parties.buyer.name,
        buyer_vat=parties.buyer_vat,
        order_ref=order.value if order else None,
        contract_ref=contract.value if contract else None,
        project_ref=project.value if project else None,
        preceding_invoice=preceding.value if preceding else None,
        preceding_invoices=(preceding.value,) if preceding else (),
        currency=currency,
        line_total=totals.line_total if totals.line_total is not None else line_total,
        net=totals.amount("net"),
        tax=totals.amount("tax"),
        gross=totals.amount("gross"),
        prepaid=totals.amount("prepaid"),
        withheld_tax=totals.amount("withheld_tax"),
        retention=totals.amount("retention"),
        payable=totals.amount("payable"),
        vat_breakdown=tuple(TaxGroup(None, rate.rate, None, rate.amount) for rate in totals.rates),
        lines=tuple(read.line for read in lines),
        accounts=accounts,
        payment_terms=extend_downwards(rows, terms) if terms else None,
        differences=_hidden_differences(text, rows, mark),
        doubtful=tuple(dict.fromkeys((*doubtful, *_hard_to_read(evidence, rows)))),
        numbered=numbered_texts(rows),
        evidence=evidence,
        printed=printed_rows(rows),
    )


def _unlabelled(order: Found | None, contract: Found | None) -> list[str]:
    """What to ask about on a page whose number and total have no label that the rules know: the document, and what it refers to."""
    return ["doc_type", *(name for name, one in (("order_ref", order), ("contract_ref", contract)) if one)]


def _as_printed(number: Found | None, dates: Dates, parties: Parties) -> dict[str, str | None]:
    """What the rules found, for the second opinion."""
    found = {"number": number, "issue_date": dates.issue_found, "due_date": dates.due_found}
    names = {"seller_name": parties.seller.name, "buyer_name": parties.buyer.name}
    return {name: one.value if one else None for name, one in found.items()} | names


def _with_names(parties: Parties, instead: dict[str, Found]) -> Parties:
    names = {name: Party(one.value, one.phrase) for name, one in instead.items()}
    return replace(
        parties, seller=names.get("seller_name", parties.seller), buyer=names.get("buyer_name", parties.buyer)
    )


def _totals(rows: list[Row], mark: str | None, line_total: Decimal | None, printed: frozenset[Decimal]) -> Totals:
    """The sums right of their labels or below them; where those do not add up, with those that stand left or above."""
    sums = find_sums(rows, mark)
    totals = choose_totals(sums, line_total, printed)
    if not CORE_SUMS & set(totals.doubtful):
        unread = (
            totals.amount("tax") == 0 and not any(item.kind == "tax" for item in sums) and names_unread_tax(rows, mark)
        )
        if not unread:
            return totals
        totals = replace(totals, doubtful=ASKED_SUMS)
    elsewhere = choose_totals([*sums, *find_sums_elsewhere(rows, mark)], line_total, printed)
    if not CORE_SUMS & set(elsewhere.doubtful) and elsewhere.amount("tax"):
        return elsewhere
    deduced = deduce_sums(rows, mark, printed)
    if deduced is None:
        return totals
    found = choose_totals([*_beside_core(sums), *deduced.sums], line_total, printed)
    return found if deduced.sure else replace(found, doubtful=ASKED_SUMS)


def _beside_core(sums: list[Sum]) -> list[Sum]:
    return [item for item in sums if item.kind not in _CORE_LABELS]


def _are_asked(totals: Totals) -> bool:
    """The rules are not sure of the sums, or lack one."""
    return bool(CORE_SUMS & set(totals.doubtful)) or not totals.chosen.keys() >= CORE_SUMS


def _weighed_totals(sums: list[Sum], weighed: Three, line_total: Decimal | None, printed: frozenset[Decimal]) -> Totals:
    """The sums as the second opinion has them, with what the labels say of payments and what is to be paid; always asked about."""
    sign = -1 if weighed.negative else 1
    quote, page = weighed.phrase.text, weighed.phrase.page
    named = {"net": weighed.net, "tax": weighed.tax, "gross": weighed.gross}
    beside = _beside_core(sums)
    if weighed.withheld is not None and not any(item.kind == "withheld_tax" for item in beside):
        beside.append(Sum("withheld_tax", weighed.withheld, quote, page, weighed.row))
    core = [Sum(kind, sign * amount, quote, page, weighed.row) for kind, amount in named.items()]
    return replace(choose_totals([*beside, *core], line_total, printed), doubtful=ASKED_SUMS)


def _unbilled(rows: list[Row], lines: list[ReadLine]) -> list[Row]:
    billed = {read.row for read in lines}
    return [row for position, row in enumerate(rows) if position not in billed]


def _that_add_up(lines: list[ReadLine], sums: list[Sum]) -> list[ReadLine]:
    """The lines up to where they add up to a sum that the page states; all of them when none does."""
    stated = {item.amount for item in sums if item.kind in ("line_total", "net", "net_part")}
    amounts = [read.line.net or Decimal(0) for read in lines]
    if sum(amounts, Decimal(0)) in stated:
        return lines
    for count in range(len(lines) - 1, 0, -1):
        if amounts[count - 1] and sum(amounts[:count], Decimal(0)) in stated:
            return lines[:count]
    return lines


def _payment_terms(rows: list[Row]) -> Found | None:
    """The words behind or under their label, else the first sentence that says when to pay."""
    found = next(iter(labelled(rows, "payment_terms", _accept_terms)), None)
    if found is not None:
        return found
    for row in rows:
        for phrase in row.phrases:
            if TERMS_SENTENCE.match(phrase.text) and (value := accept_reference(phrase.text.lstrip("."))):
                return Found(value, phrase.text, phrase.page, 1, phrase)
    return None


def _accept_terms(text: str) -> str | None:
    """The heading of a table below the label is not what it says."""
    return None if heading_kind(text) else accept_reference(text)


def numbered_texts(rows: list[Row]) -> tuple[str, ...]:
    """What is printed with a number in it, so that an order's number is found wherever it stands, label or not."""
    texts = (phrase.text[:LONGEST_NUMBERED] for row in rows for phrase in row.phrases if _DIGITS.search(phrase.text))
    return tuple(dict.fromkeys(texts))[:MOST_NUMBERED]


def _money_texts(rows: list[Row], totals: Totals) -> list[str]:
    """The rows of the sums tell the currency; without one, every row does."""
    sums = [item.quote for item in totals.chosen.values()]
    return sums if find_currency(sums)[0] else [row.text for row in rows]


def _references(rows: list[Row], number: Found | None) -> tuple[Found | None, Found | None]:
    """Order and contract reference. A bare "Reference" is a contract's when it says so, else an order's."""
    own = number.value if number else None
    orders = [found for found in labelled(rows, "order_ref", accept_identifier) if found.value != own]
    order = next((found for found in orders if _BUYERS_OWN.search(found.quote)), next(iter(orders), None))
    contract = next((found for found in labelled(rows, "contract_ref", accept_identifier)), None)
    for found in labelled(rows, "reference", accept_reference, heading_rows(rows)):
        if _CONTRACT_WORDS.search(found.value):
            contract = contract or found
        elif re.search(r"[0-9]", found.value) and found.value != own and not _SELLERS_OWN.match(found.quote):
            order = order or found
    return order, contract


def _hidden_differences(text: Text, rows: list[Row], mark: str | None) -> tuple[Difference, ...]:
    """Amounts and accounts that are in the file but that nobody sees: the mark of a page made to deceive a machine."""
    if not text.hidden:
        return ()
    shown = " ".join(row.text for row in rows)
    visible = set(find_amounts(shown, mark))
    found: list[Difference] = []
    for row in arrange_rows(text.hidden):
        strange = [
            str(amount) for amount in find_amounts(row.text, mark) if amount not in visible and abs(amount) >= 100
        ]
        strange += [iban for iban in find_ibans(row.text) if iban not in find_ibans(shown)]
        found.extend(
            Difference("hidden_text", item, "", row.page)
            for item in strange
            if item != item.lower() or "." in item or "," in row.text
        )
    return tuple(found[:10])


def _doubtful(
    kind: Kind,
    dates: Dates,
    totals: Totals,
    number: Found | None,
    currency_sure: bool,
    accounts: tuple[Account, ...],
    line_total: Decimal | None,
    printed: frozenset[Decimal],
) -> tuple[str, ...]:
    """Fields a person must look at: sums that do not add up, days that read two ways, a guessed currency, several accounts."""
    names = [*totals.doubtful, *dates.doubtful]
    if kind.doubtful:
        names.append("doc_type")
    if number is None or number.sure < 1:
        names.append("number")
    names.extend(name for name in ("gross", "net") if name not in totals.chosen)
    if not currency_sure:
        names.append("currency")
    if len(accounts) > 1:
        names.append("iban")
    net = totals.amount("net")
    if line_total is not None and net is not None and not _explained(line_total - net, line_total, totals, printed):
        names.append("lines")
    return tuple(dict.fromkeys(names))


def _is_paid_already(rows: list[Row], totals: Totals, mark: str | None) -> bool:
    """Whether the page says of the whole of what is to be paid that it came, by card or in cash, and nothing was taken off for it."""
    payable = totals.amount("payable")
    if not payable or totals.amount("prepaid"):
        return False
    return any(
        _CAME.search(row.text)
        and payable in {abs(one) for phrase in row.phrases for one in find_amounts(phrase.text, mark)}
        for row in rows
    )


_CAME = re.compile(
    r"\b(?:(?:credit|debit) ?card|kredit ?karte|ec-?karte|girocard|mastercard|visa|amex|cash|bar bezahlt|(?<!be )(?<!to )paid|bezahlt|beglichen|payée?s?"
    r"|pagad[oa]s?|betaald|betalt|betald|zapłacono|uhrazeno|saldato)\b",
    re.IGNORECASE,
)


def _hard_to_read(evidence: tuple[Evidence, ...], rows: list[Row]) -> list[str]:
    """Fields whose words were recognised in a picture with little certainty."""
    unsure = [
        (row.page, row.text)
        for row in rows
        if any(
            word.certainty < LEAST_SURE for phrase in row.phrases for word in phrase.words if _DIGIT.search(word.text)
        )
    ]
    return [
        item.field
        for item in evidence
        if not item.field.startswith("lines.")
        and any(page == item.page and (item.quote in text or text in item.quote) for page, text in unsure)
    ]


def _explained(difference: Decimal, line_total: Decimal, totals: Totals, printed: frozenset[Decimal]) -> bool:
    """What the lines add up to is the net, the gross, a sum of theirs that the page states, or differs from the net by an amount that it prints."""
    stated = line_total in (totals.line_total, totals.amount("gross"))
    return not difference or stated or difference in printed or -difference in printed


def _evidence(
    found: dict[str, Found | None],
    parties: Parties,
    totals: Totals,
    lines: list[ReadLine],
    rows: list[Row],
    accounts: tuple[Account, ...],
) -> list[Evidence]:
    evidence = [Evidence(name, item.quote, item.page) for name, item in found.items() if item is not None]
    for name, party in (("seller_name", parties.seller), ("buyer_name", parties.buyer)):
        if party.phrase is not None:
            evidence.append(Evidence(name, party.phrase.text, party.phrase.page))
    evidence.extend(_sum_evidence(name, item) for name, item in totals.chosen.items())
    evidence.extend(Evidence(f"lines.{n}", read.quote, read.page) for n, read in enumerate(lines))
    for account in accounts:
        wanted = account.iban or account.number or ""
        row = next((row for row in rows if wanted and wanted in re.sub(r"[ \u00a0-]", "", row.text)), None)
        if row is not None:
            evidence.append(Evidence("iban" if account.iban else "account", row.text, row.page))
    for name, value in (
        ("seller_vat", parties.seller_vat),
        ("buyer_vat", parties.buyer_vat),
        ("seller_tax_id", parties.seller_tax_id),
    ):
        row = next((row for row in rows if value and value in re.sub(r"[ .\u00a0]", "", row.text)), None)
        if row is not None:
            evidence.append(Evidence(name, row.text, row.page))
    return evidence


def _sum_evidence(name: str, item: Sum) -> Evidence:
    return Evidence(name, item.quote, item.page)
