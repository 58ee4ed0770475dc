"""Rounds of signatures, and the signatures themselves."""

from signing.definite import repair
from signing.hexadecimal import read_at_once

repair()
read_at_once()
