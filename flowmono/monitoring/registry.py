"""The registry of watches, where apps above this one look for it. It stands on the floor below, so that the outbox and
the approvals can register watches of their own without knowing monitoring."""

from flowmono.common.watching import WATCHES, Finding, Option, Watch, watch

__all__ = ["WATCHES", "Finding", "Option", "Watch", "watch"]
