"""A second opinion on the visible page of invoices: every phrase of the right shape, weighed by what stands around it."""

from .opinion import Opinion, second_opinion
from .sums import Three
from .weighing import weigh_sums

__all__ = ["Opinion", "Three", "second_opinion", "weigh_sums"]
