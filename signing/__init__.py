"""Rounds of signatures, and the signatures themselves."""

from signing.definite import repair

repair()
