"""How the tables behind the charts write their cells."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from flowmono.common.templatetags.flowmono import NOTHING, money
from flowmono.insights.figures import duration_in_words
from flowmono.insights.presenting import write_month

register = template.Library()


@register.simple_tag
def figure_cell(heading: Any, value: Any, currency: str) -> Any:
    """{% figure_cell heading value currency %}: a cell by the kind of its column; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if heading.kind == "hours":
        return duration_in_words(value)
    if heading.kind == "month":
        return write_month(date.fromisoformat(f"{value}-01"))
    if heading.kind == "percent":
        return _("%(n)s %%") % {"n": value}
    return money(value, currency) if heading.kind == "money" else value
