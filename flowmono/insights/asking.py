"""What the database counts and measures for the insights pages: one statement per figure, whatever the size.

Every statement takes the same facts: first and last (days, both included), category and department ("" for any), and now.
Days begin at midnight in the company's zone (the server's TIME_ZONE).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from flowmono.insights.figures import Month, Period, Span, Spend, Watch, fill_months, recent_part_of

_MIDDLE = "percentile_cont(0.5) within group (order by hours), percentile_cont(0.9) within group (order by hours)"

STRAIGHT = """
select date_trunc('month', i.received_at)::date as month,
       count(*) filter (where i.state in ('matched', 'authorized', 'paid', 'credited')
                          and i.confirmed_by_id is null and i.corrections = '{}'::jsonb and i.overrides = '[]'::jsonb),
       count(*)
  from procurement_invoice i left join contracts_contract c on c.id = i.contract_id
 where i.received_at >= %(first)s and i.received_at < %(end)s
   and i.state not in ('received', 'read') and <about>
 group by 1
"""

# One row per contract with the moment of each step; a step counts in the period in which it ended. "offset 0" keeps the hours of a step
# from being worked out once more wherever they are used.
CYCLE = """
with moments as (
  select c.created_at as drafted, approval.at as approved, c.signed_at as signed, o.sent_at as ordered,
         milestone.at as accepted, invoice.received as billed, invoice.paid as paid
    from contracts_contract c
    left join (select subject_id, min(closed_at) as at from approvals_request
                where kind = 'contract' and state = 'granted' group by 1) approval on approval.subject_id = c.id
    left join procurement_order o on o.contract_id = c.id and o.state <> 'cancelled'
    left join (select contract_id, (min(accepted_on) + 1)::timestamptz as at from vendors_milestone
                where state = 'accepted' and kind in ('milestone', 'date') group by 1) milestone on milestone.contract_id = c.id
    left join (select contract_id, min(received_at) as received, min(paid_at) as paid from procurement_invoice
                where contract_id is not null group by 1) invoice on invoice.contract_id = c.id
   where <about>
), steps as (select <hours> from moments offset 0)
select <steps> from steps
"""
_STEPS = (
    ("drafted", "approved"),
    ("approved", "signed"),
    ("signed", "ordered"),
    ("ordered", "accepted"),
    ("accepted", "billed"),
    ("billed", "paid"),
    ("drafted", "paid"),
)
_HOURS = ", ".join(
    f"case when {finish} >= %(first)s and {finish} < %(end)s and {finish} >= {start}"
    f" then date_part('epoch', {finish} - {start}) / 3600 end as h{number}"
    for number, (start, finish) in enumerate(_STEPS, start=1)
)
# Each step's hours are sorted by themselves: numbers only, and no row per contract and step.
_MIDDLES = ", ".join(
    f"count(h{number}), percentile_cont(array[0.5, 0.9]) within group (order by h{number}) filter (where h{number} is not null)"
    for number in range(1, len(_STEPS) + 1)
)

# Who was waited for, by step and team, never by person: finished waits of the period, and what waits now.
_WAITS = {
    "approval": """
  select s.title as who, s.opened_at as start, s.closed_at as finish
    from approvals_step s
   where s.opened_at is not null
     and (s.closed_at is not null
          or exists (select from approvals_request r where r.id = s.request_id and r.state = 'open'))
     and (<any> or s.request_id in (select r.id from approvals_request r join contracts_contract c on c.id = r.case_key
                                     where <about>))""",
    "signature": """
  select case when p.user_id is null then 'outside' else 'inside' end as who, p.invited_at as start, p.decided_at as finish
    from signing_recipient p
   where p.invited_at is not null
     and (p.decided_at is not null
          or exists (select from signing_envelope e where e.id = p.envelope_id and e.state = 'sent'))
     and (<any> or p.envelope_id in (select e.id from signing_envelope e join contracts_contract c on c.id = e.contract_id
                                      where <about>))""",
    "milestone": """
  select 'requester' as who, m.submitted_at as start,
         case when m.state = 'accepted' then (m.accepted_on + 1)::timestamptz end as finish
    from vendors_milestone m left join contracts_contract c on c.id = m.contract_id
   where m.submitted_at is not null and m.state in ('submitted', 'accepted') and <about>""",
    "paper": """
  select 'compliance' as who, d.created_at as start, d.verified_at as finish
    from vendors_compliancedocument d left join contracts_contract c on c.id = d.contract_id
   where (d.verified_at is not null or d.state = 'submitted') and <about>""",
    "export": """
  select 'finance' as who, a.authorized_at as start, b.made_at as finish
    from procurement_paymentauthorization a left join procurement_batch b on b.id = a.batch_id
    left join contracts_contract c on c.id = a.contract_id
   where a.authorized_at is not null and (a.batch_id is not null or a.state = 'authorized') and <about>""",
}
# Each kind is sorted by itself; "offset 0" keeps the end of a wait from being worked out once more wherever it is used.
_WAITED = """
select '<what>', who, count(*), <middle>, count(*) filter (where open), sum(hours)
  from (select who, finish is null as open, date_part('epoch', coalesce(finish, %(now)s) - start) / 3600 as hours
          from (<waits> offset 0) waits
         where coalesce(finish, %(now)s) >= greatest(start, %(first)s) and start < %(end)s offset 0) measured
 group by who"""
WAITS = " union all ".join(_WAITED.replace("<what>", what).replace("<waits>", waits) for what, waits in _WAITS.items())
WAITS += " order by 7 desc"

APPROVALS = """
with decided as (
  select r.kind, date_part('epoch', r.closed_at - r.requested_at) / 3600 as hours, r.state = 'refused' as refused
    from approvals_request r left join contracts_contract c on c.id = r.case_key
   where r.state in ('granted', 'refused') and r.closed_at >= %(first)s and r.closed_at < %(end)s and <about>
)
select kind, count(*), <middle>, count(*) filter (where refused) from decided group by 1 order by 2 desc
"""

EXCEPTIONS = """
select x.watch, count(*) filter (where x.state = 'open'), count(*) filter (where x.state = 'handled'),
       count(*) filter (where x.state = 'dismissed'), count(*) filter (where x.state = 'cleared')
  from monitoring_trueexception x left join contracts_contract c on c.id = x.case_key
 where not x.shadow and x.raised_at >= %(first)s and x.raised_at < %(end)s and <about>
 group by 1 order by count(*) desc, 1
"""

# Paid and billed are counted from payments that stand; a credit note is negative by itself.
# What is paid is added up for the few contracts that are shown, and once for all of them together.
SPEND = """
with running as materialized (
  select o.id, o.contract_id, o.base_total as ordered
    from procurement_order o join contracts_contract c on c.id = o.contract_id
   where o.state in ('approved', 'sent', 'closed') and c.signed_at < %(end)s
     and (c.ends_on is null or (c.renews and c.stops_on is null) or coalesce(c.stops_on, c.ends_on) >= %(first)s::date) and <about>
), largest as (
  select * from running order by ordered desc, contract_id limit %(most)s
), theirs as (
  select a.order_id, sum(a.base_amount) as billed, sum(a.base_amount) filter (where a.state = 'paid') as paid
    from procurement_paymentauthorization a
   where a.state not in ('refused', 'void') and a.order_id in (select id from largest) group by 1
), every as (
  select sum(a.base_amount) as billed, sum(a.base_amount) filter (where a.state = 'paid') as paid
    from procurement_paymentauthorization a
   where a.state not in ('refused', 'void') and a.order_id in (select id from running)
)
select c.id, c.number, c.title, coalesce(v.name, c.counterparty_name), l.ordered, coalesce(t.billed, 0.00),
       coalesce(t.paid, 0.00), (select count(*) from running), (select sum(ordered) from running),
       coalesce(e.billed, 0.00), coalesce(e.paid, 0.00)
  from largest l join contracts_contract c on c.id = l.contract_id left join vendors_vendor v on v.id = c.vendor_id
  left join theirs t on t.order_id = l.id cross join every e
 order by l.ordered desc, c.number
"""

# What a person said of a value that was read. A value that only went because the draft was replaced is nobody's verdict.
JUDGED = """
select t.field, width_bucket(t.confidence * 100, array[50, 70, 80, 90, 95]::numeric[]) as stretch,
       count(*) filter (where t.state = 'confirmed'), count(*) filter (where t.state = 'corrected'),
       count(*) filter (where t.state in ('dropped', 'absent')), sum(t.confidence)
  from contracts_term t join contracts_contract c on c.id = t.contract_id
 where t.verified_at >= %(first)s and t.verified_at < %(end)s and t.verified_by_id is not null and t.model <> '' and <about>
   and (t.state <> 'dropped' or not exists (
         select 1 from contracts_term n where n.contract_id = t.contract_id and n.created_at > t.verified_at))
 group by 1, 2 order by 1, 2
"""

# The same values, those of the last weeks apart from those before. Values of one contract are read alike, so each row tells of so many
# contracts: contracts, values, hits, and the sums over the contracts of values², hits² and values × hits.
LOOKED = """
with judged as (
  select t.contract_id, t.field, trim(t.model || ' ' || t.model_version) as version, t.verified_at >= %(lately)s as lately,
         count(*)::float as n, count(*) filter (where t.state = 'confirmed')::float as confirmed, sum(t.confidence)::float as sure,
         count(*) filter (where t.confidence >= %(enough)s)::float as unasked
    from contracts_term t join contracts_contract c on c.id = t.contract_id
   where t.verified_at >= %(first)s and t.verified_at < %(end)s and t.verified_by_id is not null and t.model <> '' and <about>
     and (t.state <> 'dropped' or not exists (
           select 1 from contracts_term n where n.contract_id = t.contract_id and n.created_at > t.verified_at))
   group by 1, 2, 3, 4
), measured as (
  select 'field' as what, field as name, lately, contract_id, sum(n) as n, sum(confirmed) as x from judged group by 2, 3, 4
  union all select 'version', version, false, contract_id, sum(n), sum(confirmed) from judged group by 2, 4
  union all select 'whole', 'right', lately, contract_id, sum(n), sum(confirmed) from judged group by 3, 4
  union all select 'whole', 'sure', lately, contract_id, sum(n), sum(sure) from judged group by 3, 4
  union all select 'whole', 'unasked', lately, contract_id, sum(n), sum(unasked) from judged group by 3, 4
)
select what, name, lately, count(*), sum(n), sum(x), sum(n * n), sum(x * x), sum(n * x) from measured group by 1, 2, 3 order by 1, 2, 3
"""

# The first answer of the matcher says whether the reader had asked for a person's look.
TAKEN = """
select i.source, i.received_at >= %(lately)s as lately, count(*),
       count(*) filter (where m.codes ?| array['DOC_LOW_CONFIDENCE', 'DOC_NOT_INVOICE', 'DOC_UNREADABLE']),
       count(*) filter (where i.corrections <> '{}'::jsonb), count(*) filter (where p.recalled <> '[]'::jsonb)
  from procurement_invoice i left join contracts_contract c on c.id = i.contract_id
  left join procurement_match m on m.invoice_id = i.id and m.number = 1
  left join procurement_printedpages p on p.invoice_id = i.id
 where i.received_at >= %(first)s and i.received_at < %(end)s and i.source <> '' and <about>
 group by 1, 2 order by 1, 2
"""

# Readings belong to files, not to contracts: they are counted for the whole company.
EFFORTS = """
select kind, trim(reader || ' ' || reader_version), count(*),
       round((percentile_cont(0.5) within group (order by cpu_seconds))::numeric, 2),
       round((percentile_cont(0.9) within group (order by cpu_seconds))::numeric, 2), round(sum(cpu_seconds), 1), max(megabytes)
  from documents_readingeffort where read_at >= %(first)s and read_at < %(end)s
 group by 1, 2 order by 1, 2
"""

REMOTE = """
select s.model, s.currency, count(*), count(*) filter (where s.state = 'read'), count(*) filter (where s.state = 'failed'),
       coalesce(sum(s.characters) filter (where s.sent), 0), coalesce(sum(s.tokens_in), 0), coalesce(sum(s.tokens_out), 0),
       coalesce(sum(s.cost), 0)
  from contracts_secondreading s join contracts_contract c on c.id = s.contract_id
 where s.asked_at >= %(first)s and s.asked_at < %(end)s and <about>
 group by 1, 2 order by 1, 2
"""

CHOICES = """
select 'category', category from (select distinct category from contracts_contract where category <> '') found
union all select 'department', department from (select distinct department from contracts_contract where department <> '') found
order by 1, 2
"""


@contextmanager
def _planned_anew() -> Iterator[None]:
    """Each statement is planned for its own period and category.

    A kept plan fits any of them, and takes three times as long for a category as the plan that knows which one it is.
    """
    server = connection.connection
    kept, server.prepare_threshold = server.prepare_threshold, None
    try:
        yield
    finally:
        server.prepare_threshold = kept


class Asked:
    """One period and what narrows it; each method is one statement."""

    def __init__(
        self, period: Period, *, first: datetime, end: datetime, now: datetime, category: str = "", department: str = ""
    ) -> None:
        """`first` and `end` are the moments at which the period begins and has ended."""
        self.period = period
        self.recent = recent_part_of(period)
        self.facts: dict[str, Any] = {
            "first": first,
            "end": end,
            "now": now,
            "category": category,
            "department": department,
        }

    def _rows(self, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        # What is not asked for is not said: the database then leaves out the contracts where no figure needs them.
        about = " and ".join(f"c.{name} = %({name})s" for name in ("category", "department") if self.facts[name])
        whole = sql
        for name, words in (
            ("about", about or "true"),
            ("any", "false" if about else "true"),
            ("middle", _MIDDLE),
            ("hours", _HOURS),
            ("steps", _MIDDLES),
        ):
            whole = whole.replace(f"<{name}>", words)  # all of them ours, above
        with connection.cursor() as cursor, _planned_anew():
            cursor.execute(whole, {**self.facts, **more})
            return list(cursor.fetchall())

    def straight_through(self) -> list[Month]:
        """Invoices decided, and those that nobody had to correct, confirm or let pass, by month of arrival."""
        return fill_months(self.period, self._rows(STRAIGHT))  # type: ignore[arg-type]

    def cycle(self) -> dict[int, Span]:
        """How long each step from draft to payment took, by its number; 7 is the whole way."""
        (row,) = self._rows(CYCLE)
        found = {step: (row[2 * step - 2], row[2 * step - 1]) for step in range(1, len(_STEPS) + 1)}
        return {step: Span(str(step), count, *middles) for step, (count, middles) in found.items() if count}

    def waits(self) -> list[tuple[str, str, Span, float]]:
        """What was waited for, by which team, how long, and the hours together; the most first."""
        return [
            (what, who, Span(f"{what}:{who}", count, middle, ninety, waiting), float(hours or 0))
            for what, who, count, middle, ninety, waiting, hours in self._rows(WAITS)
        ]

    def approvals(self) -> list[tuple[Span, int]]:
        """How long decisions took by what was decided, and how many were refusals."""
        return [(Span(kind, count, middle, ninety), no) for kind, count, middle, ninety, no in self._rows(APPROVALS)]

    def exceptions(self, titles: Any) -> list[Watch]:
        """What each watch raised; `titles` gives a watch's words by its name."""
        return [Watch(name, titles(name), *counts) for name, *counts in self._rows(EXCEPTIONS)]

    def judged(self) -> list[tuple[Any, ...]]:
        """By field and stretch of sureness: confirmed, corrected, dropped, and the sum of the chances."""
        return self._rows(JUDGED)

    def looked(self, enough: Any) -> list[tuple[Any, ...]]:
        """Values that people looked at: by field, by version of the reader, and all of them, lately or before."""
        return self._rows(LOOKED, lately=self.facts["end"] - self.recent, enough=enough)

    def taken(self) -> list[tuple[Any, ...]]:
        """Invoices by source, and lately or before: how many, asked about, corrected, and read by memory."""
        return self._rows(TAKEN, lately=self.facts["end"] - self.recent)

    def efforts(self) -> list[tuple[Any, ...]]:
        """What readings took, by kind of document and reader."""
        return self._rows(EFFORTS)

    def remote(self) -> list[tuple[Any, ...]]:
        """By model and currency: how often the remote reader was asked, answered, failed; characters sent, tokens, and what it cost."""
        return self._rows(REMOTE)

    def spend(self, most: int = 12) -> tuple[list[Spend], Spend | None, int]:
        """The largest contracts that ran in the period, all of them together, and how many those are."""
        rows = self._rows(SPEND, most=most)
        if not rows:
            return [], None, 0
        contracts, *sums = rows[0][7:]
        listed = [Spend(str(row[0]), *row[1:7]) for row in rows]
        return listed, Spend("", "", "", "", *sums), int(contracts)

    def choices(self) -> dict[str, list[str]]:
        """The categories and departments that contracts have."""
        found: dict[str, list[str]] = {"category": [], "department": []}
        for kind, value in self._rows(CHOICES):
            found[kind].append(value)
        return found
