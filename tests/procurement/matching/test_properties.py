"""What holds for every invoice, whatever is on it."""

from copy import deepcopy
from dataclasses import fields, is_dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.matching import Case, Decision, decide_scenarios, match
from tests.procurement.matching.cases import billed, fastenings, milestone, scenario

QUANTITIES = st.integers(1, 250).map(str)
PRICES = st.integers(1000, 1500).map(lambda cents: f"{cents / 100:.2f}")
NETS = st.integers(1, 2_500_000).map(lambda cents: f"{cents / 100:.2f}")
LINES = st.lists(
    st.one_of(
        st.builds(fastenings, QUANTITIES, PRICES),
        st.builds(milestone, NETS, st.sampled_from(["10", "20"])),
        st.builds(lambda net, text: milestone(net, None, description=text), NETS, st.sampled_from(["Fracht", "Fest"])),
    ),
    min_size=1,
    max_size=5,
)
HISTORIES = st.lists(
    st.builds(
        lambda number, net, line: billed(number, net=net, gross=net, lines=[{"po_line": line, "net": net}]),
        st.sampled_from(["KK-26-204", "KK-26-204A", "KK-26-111", "26-204-KK"]),
        NETS,
        st.sampled_from(["10", "20", "30"]),
    ),
    max_size=3,
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["NaN", "Infinity", "1E+400", "-0", "0", "1e-30", "2026-02-30", "9" * 40]),
    st.just([]),
    st.just([3]),
    st.just({}),
    st.just({"iban": 3}),
)


@settings(max_examples=120, deadline=None)
@given(lines=LINES, history=HISTORIES, data=st.data())
def test_the_order_of_lines_changes_no_code(lines, history, data):
    shuffled = data.draw(st.permutations(lines))

    first = match(Case.from_dict(scenario(lines, history=history)))
    second = match(Case.from_dict(scenario(list(shuffled), history=history)))

    assert first.codes == second.codes
    assert first.info == second.info
    assert first.authorize_amount == second.authorize_amount


@settings(max_examples=60, deadline=None)
@given(lines=LINES, history=HISTORIES)
def test_matching_twice_changes_nothing(lines, history):
    case = Case.from_dict(scenario(lines, history=history))

    assert match(case) == match(case)


@settings(max_examples=60, deadline=None)
@given(lines=LINES)
def test_an_invoice_that_stands_in_its_own_history_is_not_its_own_duplicate(lines):
    own = billed("KK-26-204", id="7", issue_date="2026-06-10")
    case = Case.from_dict(scenario(lines, invoice={"id": "7"}))

    with_itself = match(Case.from_dict(scenario(lines, invoice={"id": "7"}, history=[own])))

    assert with_itself.codes == match(case).codes


@settings(max_examples=120, deadline=None)
@given(
    lines=LINES,
    retained=st.integers(0, 100),
    kept=st.integers(0, 50_000).map(lambda cents: Decimal(cents) / 100),
    base=st.sampled_from(["net", "gross"]),
)
def test_what_is_authorized_is_never_above_the_payable_nor_below_zero(lines, retained, kept, base):
    made = scenario(lines, contract={"retention_pct": str(retained)}, policy={"retention_base": base})
    made["invoice"] |= {"retention": str(kept), "payable": str(Decimal(made["invoice"]["gross"]) - kept)}
    made["milestones"] = [{"po": "PO-2026-0311", "po_line": n, "accepted_pct": "100"} for n in ("10", "20", "30")]

    verdict = match(Case.from_dict(made))

    if verdict.decision == Decision.AUTHORIZE:
        assert verdict.authorize_amount <= Decimal(made["invoice"]["payable"])
        assert verdict.authorize_amount >= min(Decimal(0), Decimal(made["invoice"]["payable"]))
        assert verdict.authorize_amount == round(verdict.authorize_amount, 2)
    else:
        assert verdict.authorize_amount is None


@settings(max_examples=60, deadline=None)
@given(lines=LINES, history=HISTORIES)
def test_no_float_reaches_a_verdict(lines, history):
    verdict = match(Case.from_dict(scenario(lines, history=history)))

    assert not list(floats_in(verdict))


def floats_in(value):
    if isinstance(value, float):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from floats_in(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from floats_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from floats_in(item)


def places(value, path=()):
    """Every place inside a plain object, as the keys that lead to it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


RICH = scenario(
    [fastenings(), milestone("100.00")],
    history=[billed()],
    contract={
        "retention_pct": "5",
        "retention": {"withheld": "1", "release_on": "2026-01-01"},
        "advance": {"paid": "1", "recover_pct": "2"},
        "allowed_currencies": ["USD"],
    },
    policy={"approval_levels": [["1000", "manager"], [None, "cfo"]], "stale_days": "300"},
    fx={"USDEUR": "0.9"},
)
PLACES = sorted(places(RICH), key=str)


@settings(max_examples=400, deadline=None)
@given(place=st.sampled_from(PLACES), junk=JUNK)
def test_a_malformed_scenario_gives_an_answer_or_a_reason_and_never_a_crash(place, junk):
    made = deepcopy(RICH)
    inside = made
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = junk

    answers = list(decide_scenarios([made, scenario()]))

    assert len(answers) == 2
    assert answers[0].get("error") or answers[0]["decision"] in set(Decision)
    assert answers[1]["decision"] == "AUTHORIZE"
