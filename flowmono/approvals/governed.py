"""Approval rules decide about money: two people change them, with their steps."""

from flowmono.approvals.models import Rule, RuleStep
from flowmono.approvals.rehearsing import doubts_about_rule, rehearse_rule
from flowmono.governing.registry import Governed, Rows, govern

govern(
    Governed(
        Rule,
        (
            "name",
            "kind",
            "priority",
            "from_amount",
            "below_amount",
            "category",
            "department",
            "vendor_risk",
            "active",
        ),
        {"steps": Rows(RuleStep, "rule", ("sequence", "title", "mode", "role", "people", "hours", "escalate_to"))},
        rehearse_rule,
        base_amounts=frozenset({"from_amount", "below_amount"}),
        doubts=doubts_about_rule,
    )
)
