"""Who pays and who is paid in the openings of contracts as they were filed, in names of our own."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader


def sides(text: str) -> tuple[object, object]:
    reading = EmbeddedReader().read(text)
    return reading.payer and reading.payer.value, reading.payee and reading.payee.value


PARTIES = {
    "a short name together with what both are": (
        'This Agreement is made by and between Larkfield Media, LLC, a Delaware limited liability company ("LFM"), and Brightwater Cinemas Corp., '
        'a Nevada corporation ("Site Host" and with LFM, each a "Party" and collectively, the "Parties").\n'
        "LFM will provide the screens. LFM will maintain the screens. LFM shall install the cables.\n"
        "Access fee. LFM shall pay to Site Host $30.00 per screen each month.",
        ("Larkfield Media, LLC", "Brightwater Cinemas Corp."),
    ),
    "three parties, the middle one behind a comma": (
        'This Agreement is entered into between Heron Health Sciences Inc. ("HHS"), Heron Health Foods Inc. ("HHF"), and Paula T. Quist, N.D. '
        '("Dr. Quist").\nARTICLE 1\nHHS will provide a laboratory. HHF will pay Dr. Quist $8,000 per month during the first twelve months. '
        'Dr. Quist will own no products ("Products").',
        ("Heron Health Foods Inc.", "Paula T. Quist"),
    ),
    "who pays at all, though it also sells": (
        'This Agreement is entered into by and between Reel MP, LLC ("Lender") for the services of an artist, Gym Papers, Inc. ("Papers") and '
        'Strongfoods Corporation ("Strongfoods").\nStrongfoods shall sell the products. Strongfoods shall provide samples. Strongfoods will provide '
        "a studio. Strongfoods shall produce labels. Strongfoods will deliver reports. Strongfoods shall pay a guarantee of $500,000 on July 1, 2027, "
        "payable to Lender.",
        ("Strongfoods Corporation", "Reel MP, LLC"),
    ),
    "roles in quotation marks behind addresses": (
        'Licence Agreement between Firn Pharma AG Alter Platz 2 6370 Stans Switzerland "Licensor" / "Firn" and Laboratórios Aurora S.A. Avenida '
        'Central 3465 São Paulo Brazil "Licensee" / "Aurora"\nUpon signature Aurora shall pay to Firn EUR 250,000.',
        ("Laboratórios Aurora S.A.", "Firn Pharma AG"),
    ),
    "lettered parties with their representatives": (
        "Project Agreement\nParty A: Xinlin Heat Recovery Co., Ltd. Legal Representative: Wu Jun\nParty B: Boyang Gas Supply Co., Ltd. Legal "
        "Representative: Li Xun\nParty B shall pay Party A a service fee of RMB 40,000 per month.",
        ("Boyang Gas Supply Co., Ltd.", "Xinlin Heat Recovery Co., Ltd."),
    ),
    "telephone and fax are nobody": (
        'AGREEMENT made by and between:\nPalette Paints Trading Co Ltd hereinafter referred to as ("Palette")\nTel. : (86-21) 6291 3500\nFax : '
        '(86-21) 6291 2100\nand\nNeat Repair Shops Ltd hereinafter referred to as ("DISTRIBUTOR")\nTel. : 239-337-3434\n'
        "DISTRIBUTOR shall purchase the paints from Palette.",
        ("Neat Repair Shops Ltd", "Palette Paints Trading Co Ltd"),
    ),
    "the cover names the companies, the preamble who acts for one": (
        "HOSTING AGREEMENT\nBETWEEN\nNORDEN MOBILE B.V.\n&\nTrunk Talk Holding AG\n\n"
        + "TABLE OF CONTENT Definitions Prices " * 30
        + "\n"
        "The hosting is agreed between TRUNK TALK and Norden (“Mobile hosting”), acting through\nChief Officer Maarten Zuur (“TRUNK TALK”)\nand\n"
        "Norden Mobile B.V. (“Norden”).\nNorden shall provide the hosting.",
        ("Trunk Talk Holding AG", "NORDEN MOBILE B.V."),
    ),
}


@pytest.mark.parametrize(("text", "expected"), PARTIES.values(), ids=PARTIES.keys())
def test_who_pays_whom(text: str, expected: tuple[str, str]) -> None:
    assert sides(text) == expected
