"""The embedded contract reader: careful rules, deterministic, offline."""

from flowmono.intelligence.contracts.embedded import EmbeddedReader

__all__ = ["EmbeddedReader"]
