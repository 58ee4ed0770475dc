"""The agreement that amendments of these stories change, and amendments around one clause."""

from functools import cache

from flowmono.intelligence.amending.agreement import terms_of
from flowmono.intelligence.amending.comparing import compare
from flowmono.intelligence.amending.model import Comparison, Terms
from flowmono.intelligence.readers import contract_reader

AGREEMENT = """Services Agreement
This Services Agreement is made on 1 March 2027 between Alder Foods Ltd, a company registered in England (the “Customer”), and \
Brightwell Consulting Ltd, a company registered in England (the “Supplier”).
1. Services
1.1 The Supplier shall provide the services described in Annex 1 from 1 April 2027.
2. Fees
2.1 The total contract price is EUR 20,000.00.
2.2 The Customer shall pay in the following instalments:
Milestone\tDue date\tAmount
Kick-off workshop\t30 April 2027\tEUR 5,000.00
Interim report\t30 June 2027\tEUR 7,000.00
Final report\t30 September 2027\tEUR 8,000.00
2.3 Additional work is charged at the hourly rate of EUR 120.00 per hour for a senior consultant.
3. Payment
3.1 The Customer shall pay each invoice within 30 days of receipt of the invoice.
4. Term
4.1 This Agreement ends on 31 March 2028.
4.2 It renews for successive periods of twelve months unless either party gives notice of non-renewal at least 60 days before the end \
of the term.
5. Law
5.1 This Agreement is governed by the laws of England.
"""
HEAD = """Amendment No. 1 to the Services Agreement
This Amendment is made on 1 September 2027 between Alder Foods Ltd (the “Customer”) and Brightwell Consulting Ltd (the “Supplier”).
WHEREAS the parties entered into a Services Agreement dated 1 March 2027 for a total of EUR 20,000.00 and wish to extend its term until \
31 December 2030.
"""
TAIL = """
All other terms and conditions of the Agreement remain unchanged and in full force and effect.
Signed for and on behalf of Alder Foods Ltd
"""


@cache
def agreement() -> Terms:
    """What the reader reads of the agreement."""
    return terms_of(contract_reader().read(AGREEMENT), AGREEMENT, "agreement")


def amendment(*clauses: str) -> str:
    """The text of an amendment with these clauses."""
    return HEAD + "\n".join(clauses) + TAIL


def amended(*clauses: str) -> Comparison:
    """What an amendment with these clauses changes."""
    return compare(agreement(), amendment(*clauses), (), "amendment")
