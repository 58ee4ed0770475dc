"""The demonstration: a small company, its people and its papers."""
