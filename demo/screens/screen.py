"""What one picture of a screen is: who looks, and the way there. demo.screens.table tells what the steps are."""

from dataclasses import dataclass

NOBODY = "nobody"
VENDOR = "vera"
SIGNER = "signer"
LINK = "(the link in the signer's letter)"  # the newest; with an address behind it, the newest to that address
ONE = r"[0-9a-f-]{36}/"


@dataclass(frozen=True)
class Screen:
    """One picture: `who` is the key of an employee, VENDOR (through the portal's door), SIGNER (by link and code) or NOBODY."""

    name: str
    who: str
    address: str
    follow: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    status: int = 200
    once: tuple[str, ...] = ()


def one_of(name: str, who: str, address: str, *then: str, status: int = 200, steps: tuple[str, ...] = ()) -> Screen:
    """The first record of a list; `then` are links to follow from it."""
    path = address.partition("?")[0]
    return Screen(name, who, address, (f"^{path}{ONE}$", *then), steps, status)
