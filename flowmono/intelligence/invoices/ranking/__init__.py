"""A second opinion on the visible page of invoices: every phrase of the right shape, weighed by what stands around it."""

from .opinion import Opinion, second_opinion

__all__ = ["Opinion", "second_opinion"]
