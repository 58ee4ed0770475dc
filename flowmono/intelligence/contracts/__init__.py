"""The embedded contract reader: careful rules and the span reader, deterministic, offline."""
