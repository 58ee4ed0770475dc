"""The code by which anybody who holds a document asks whether it was signed here: made, written, read."""

import re
import secrets
from typing import Final

# No letters or digits that look alike (0 and O, 1 and I and L, U and V). Sixteen of them are 78 bits: nobody guesses one.
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
GROUP: Final = 4


def new_code() -> str:
    """A code that nobody has had before, without its hyphens."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def written_code(code: str) -> str:
    """The code as it is printed: 7K3P-9QXM-2WDT-5HZB."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str:
    """The code that somebody typed, whatever they put between its letters; "" when it cannot be one."""
    code = re.sub(r"[\s\-–—.]", "", text).upper()
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""
