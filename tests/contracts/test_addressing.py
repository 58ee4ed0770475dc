"""Whose address it is: from the contract's own words."""

import pytest

from contracts.addressing import Origin, origin_of, signer_address

CONTRACT = """Notices to the Provider are sent to contracts@halden.example.
Signed for the Provider
Name: Vera Costa
Title: Director
Provider, director responsible Vera Costa vera.costa@halden.example +353 21 555 0118
Provider, delivery lead Cormac Devlin cormac.devlin@halden.example
"""


def test_the_address_that_bears_the_signers_name_goes_before_the_one_for_notices() -> None:
    found = signer_address(CONTRACT, "Vera Costa")

    assert found is not None
    assert found.email == "vera.costa@halden.example"
    assert CONTRACT[found.start : found.end] == found.email


@pytest.mark.parametrize(
    ("signer", "address"),
    [
        ("Jörg Müller", "j.muller@werk.example"),
        ("Siobhán Ó Briain", "sbriain@firm.example"),
        ("Ana Ruiz", "ruiz@casa.example"),
    ],
)
def test_names_with_marks_and_initials_are_known_again(signer: str, address: str) -> None:
    found = signer_address(f"Write to {address}.", signer)

    assert found is not None
    assert found.email == address


def test_an_address_in_the_signature_block_is_the_signers_though_it_bears_no_name() -> None:
    found = signer_address("Name: Vera Costa\nTitle: Director\nE-mail: director@halden.example\n", "Vera Costa")

    assert found is not None
    assert found.email == "director@halden.example"


def test_a_mailbox_for_everybody_and_another_persons_address_are_not_the_signers() -> None:
    assert signer_address("Name: Vera Costa\nE-mail: notices@halden.example", "Vera Costa") is None
    assert signer_address("Name: Vera Costa\nName: Bo Lind\nE-mail: bl@halden.example", "Vera Costa") is None
    assert signer_address("Vera Costa signs.", "Vera Costa") is None
    assert signer_address(CONTRACT, "") is None


@pytest.mark.parametrize(
    ("email", "origin"),
    [
        ("vera.costa@halden.example", Origin.SIGNER),
        ("contracts@halden.example", Origin.SHARED),
        ("cormac.devlin@halden.example", Origin.CONTRACT),
        ("v@elsewhere.example", Origin.PERSON),
        ("", Origin.NOWHERE),
    ],
)
def test_it_is_said_where_an_address_comes_from(email: str, origin: Origin) -> None:
    assert origin_of(CONTRACT, "Vera Costa", email) == origin


@pytest.mark.parametrize("mailbox", ["orders", "info", "sales", "accounts", "office", "legal", "contracts", "billing"])
def test_a_mailbox_for_everybody_is_a_general_address_even_beside_the_signers_name(mailbox: str) -> None:
    email = f"{mailbox}@halden.example"

    assert origin_of(f"Name: Vera Costa\nE-mail: {email}\n", "Vera Costa", email) == Origin.SHARED
