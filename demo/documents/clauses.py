"""The articles of the history's agreements: our own wording, in variants, filled from the agreement's values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.documents.shapes import day

if TYPE_CHECKING:
    from demo.documents.agreements import Agreement

Clauses = Callable[["Agreement"], list[str]]


@dataclass(frozen=True)
class Article:
    """An article: its heading and the clauses that an agreement has under it; none leaves the article out."""

    title: str
    clauses: Clauses


def _one_of(agreement: Agreement, *variants: str) -> str:
    return variants[agreement.variant % len(variants)]


def _services(agreement: Agreement) -> list[str]:
    return [
        f"The Provider shall perform the following services for the Customer: {agreement.subject} (the “Services”). "
        + _one_of(
            agreement,
            "It shall do so with the skill and care of an experienced firm of its trade.",
            "It shall assign people who are trained for the task and replace them only for good reason.",
            "It shall follow the rules of the Customer’s site that were made known to it.",
        ),
        _one_of(
            agreement,
            "The Provider may engage subcontractors only with the prior written consent of the Customer and answers for "
            "them as for itself.",
            "The Provider renders the Services with its own staff. Subcontracting needs the consent of the Customer in "
            "writing.",
        ),
    ]


def _acceptance(agreement: Agreement) -> list[str]:
    if not agreement.items or agreement.form == "hourly":
        return []
    return [
        "When a milestone is ready, the Provider tells the Customer and hands in the evidence that its acceptance "
        "criterion is met. The Customer accepts it, or says in writing what is missing, within ten Business Days.",
        _one_of(
            agreement,
            "A defect that does not hinder use is put right after acceptance and does not delay it.",
            "The Customer may accept a milestone in part; the fee is then due for the accepted part.",
        ),
    ]


def _delivery(agreement: Agreement) -> list[str]:
    return [
        f"The Provider sells and delivers to the Customer: {agreement.subject} (the “Goods”), delivered duty paid to the "
        "Customer’s works, with the documents that are needed for use and customs.",
        "Title passes to the Customer on payment; risk passes when the Goods are unloaded at the works.",
        "The Customer inspects each delivery within ten Business Days and accepts it when it conforms to the order. "
        + _one_of(
            agreement,
            "Goods that do not conform are collected at the Provider’s cost.",
            "Shortages are made good within five Business Days.",
        ),
    ]


def _subscription(agreement: Agreement) -> list[str]:
    return [
        f"The Provider makes the following hosted software available to the Customer as a cloud service: "
        f"{agreement.subject} (the “Cloud Service”). The subscription includes updates, support and operation.",
        "The Cloud Service is available 99.8 % of each calendar month. Below that, the Customer receives service credits "
        "of 5 % of the fee of that month for each full percentage point.",
        "The Customer’s data stay the Customer’s. At the end of the subscription the Provider hands them over in a common "
        "format and deletes them within thirty days.",
    ]


def _premises(agreement: Agreement) -> list[str]:
    return [
        f"The Lessor lets to the Lessee: {agreement.subject} (the “Leased Premises”). The Lessee uses them for its business "
        "only and treats them with care.",
        "The Lessor keeps roof, structure and building services in repair. The Lessee bears small repairs up to one "
        "monthly rent a year.",
    ]


def _secrets(agreement: Agreement) -> list[str]:
    return [
        f"The Disclosing Party intends to make Confidential Information available for the purpose of evaluating "
        f"{agreement.subject} (the “Purpose”).",
        "The Receiving Party uses Confidential Information for the Purpose alone, keeps it as it keeps its own secrets, and "
        "gives it only to people who need it and are bound likewise.",
        "These duties do not cover what was public, was known before, was developed independently, or must be disclosed by "
        "law.",
        "On request the Receiving Party returns or destroys Confidential Information and confirms so in writing.",
        "Neither party owes the other any payment under this Agreement.",
    ]


def _price(agreement: Agreement) -> list[str]:
    days = agreement.payment_days
    clauses = []
    if agreement.form == "milestones":
        clauses.append(
            f"The Customer shall pay the Provider a fixed price of {agreement.price} in the instalments of the annex. Each "
            "instalment falls due when its milestone is accepted."
        )
    elif agreement.form == "goods":
        clauses.append(
            f"The Customer shall pay the Provider a total price of {agreement.price} for the Goods, in the parts of the "
            "annex, each after the delivery that it names."
        )
    elif agreement.form == "recurring":
        clauses.append(_recurring(agreement))
    elif agreement.form == "hourly":
        clauses.append(
            "The Customer shall pay for the hours that it ordered and that were worked, at the rates of the annex. The "
            "Provider invoices at the end of each month and adds signed time sheets."
        )
    clauses.append(
        f"Invoices are payable within {days} days of receipt of the invoice. They name this Agreement and the Customer’s "
        "order."
    )
    clauses.append(
        _one_of(
            agreement,
            "All prices are net of value added tax. No other charge is due unless it was agreed in writing.",
            "Prices are net. Travel and expenses are included.",
            "Prices are fixed for the term and net of statutory value added tax.",
        )
    )
    return clauses


def _recurring(agreement: Agreement) -> str:
    from demo.documents.agreements import money  # noqa: PLC0415 - agreements imports this module

    fee = money(agreement.fee, agreement.currency)
    return (
        f"The {_payer(agreement)} shall pay the {_payee(agreement)} a {agreement.period} {_fee_word(agreement)} of {fee}, "
        f"invoiced at the beginning of each {_period_noun(agreement)}."
    )


def _fee_word(agreement: Agreement) -> str:
    return {"lease": "rent", "software": "subscription fee"}.get(agreement.kind, "fee")


def _period_noun(agreement: Agreement) -> str:
    return {"monthly": "month", "quarterly": "quarter", "annual": "contract year"}[agreement.period]


def _payer(agreement: Agreement) -> str:
    return "Lessee" if agreement.kind == "lease" else "Customer"


def _payee(agreement: Agreement) -> str:
    return "Lessor" if agreement.kind == "lease" else "Provider"


def _term(agreement: Agreement) -> list[str]:
    starts = f"This Agreement takes effect on {day(agreement.effective_on)} (the “Effective Date”)"
    if agreement.ends_on is None:
        return [starts + " and ends when both parties have performed it."]
    clauses = [starts + f" and ends on {day(agreement.ends_on)}."]
    if agreement.renews:
        clauses.append(
            "It renews automatically for further periods of twelve months, unless a party gives notice in writing at least "
            f"{agreement.notice_days} days before the end of the term."
        )
    clauses.append("The right of each party to terminate for good cause remains untouched.")
    return clauses


def _insurance(agreement: Agreement) -> list[str]:
    from demo.documents.agreements import money  # noqa: PLC0415 - agreements imports this module

    if agreement.insurance is None:
        return []
    return [
        "The Provider shall maintain professional liability insurance of at least "
        f"{money(agreement.insurance, agreement.currency)} for each claim and shall provide a certificate of insurance "
        "before it begins."
    ]


def _liability(agreement: Agreement) -> list[str]:
    return [
        _one_of(
            agreement,
            "Each party is liable without limit for intent, gross negligence and injury to persons. Otherwise liability is "
            "limited to foreseeable damage that is typical of such an agreement.",
            "Liability for slight negligence is limited to breaches of duties that are essential to the purpose of this "
            "Agreement, and to damage that could be foreseen. Liability for injury to persons is not limited.",
        )
    ]


def _confidence(agreement: Agreement) -> list[str]:
    if agreement.kind == "nda":
        return []
    return [
        "Each party keeps the other’s business secrets and uses them only for this Agreement, during its term and for three "
        "years after."
    ]


def _general(agreement: Agreement) -> list[str]:
    return [
        f"This Agreement is governed by the laws of {agreement.law}.",
        _one_of(
            agreement,
            "Changes need written form, and so does a change of this clause. Should a provision be void, the others stand.",
            "There are no oral side agreements. A void provision is replaced by one that comes closest to its purpose.",
        ),
    ]


SERVICES = (
    Article("Services", _services),
    Article("Acceptance", _acceptance),
    Article("Price and payment", _price),
    Article("Insurance", _insurance),
)
# Which articles a kind of agreement has before those that every agreement closes with.
ARTICLES: dict[str, tuple[Article, ...]] = {
    "services": SERVICES,
    "facilities": SERVICES,
    "consulting": SERVICES,
    "marketing": SERVICES,
    "sow": SERVICES,
    "goods": (Article("Goods and delivery", _delivery), Article("Price and payment", _price)),
    "software": (Article("Subscription", _subscription), Article("Subscription fee", _price)),
    "lease": (Article("Leased premises", _premises), Article("Rent", _price)),
    "nda": (Article("Confidentiality", _secrets),),
}
CLOSING = (
    Article("Term", _term),
    Article("Liability", _liability),
    Article("Business secrets", _confidence),
    Article("General provisions", _general),
)
