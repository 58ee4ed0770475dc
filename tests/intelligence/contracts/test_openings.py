"""Who pays and who is paid, in the openings that contracts of many countries and trades are given."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader

OPENINGS = {
    "German, in brackets after “nachstehend”": (
        """DIENSTLEISTUNGSVERTRAG

zwischen

der Gemeinde Oberlauken, vertreten durch die Bürgermeisterin, Rathausplatz 1, 61276 Oberlauken
(nachstehend „Auftraggeberin“)

und

Reinhold Pfaff Gartenbau e.K., Inhaber Reinhold Pfaff, Feldweg 3, 61250 Usingen
(nachstehend „Auftragnehmer“)

wird folgender Vertrag geschlossen:

§ 1 Gegenstand
Der Auftragnehmer pflegt die Grünflächen.
§ 2 Vergütung
Die Auftraggeberin zahlt eine monatliche Pauschale von 1.450,00 EUR.
""",
        "Gemeinde Oberlauken",
        "Reinhold Pfaff Gartenbau e.K.",
    ),
    "French, “ci-après”": (
        """CONTRAT DE PRESTATION DE SERVICES

ENTRE :

La Mutuelle des Rives, mutuelle régie par le code de la mutualité, 12 rue Basse, 44000 Nantes, représentée par Mme Odile Kerbrat, \
directrice,
ci-après « la Mutuelle »,

ET :

Atelier Graphite SARL, au capital de 10 000 euros, 3 place du Port, 56000 Vannes, représentée par M. Yann Le Goff, gérant,
ci-après « le Prestataire »,

Il a été convenu ce qui suit.

Article 1 - Objet
Le Prestataire réalise la refonte du site internet de la Mutuelle.
Article 2 - Prix
Le prix global et forfaitaire est de 24 000 € HT.
""",
        "La Mutuelle des Rives",
        "Atelier Graphite SARL",
    ),
    "Spanish, one part and the other": (
        """CONTRATO DE ARRENDAMIENTO DE MAQUINARIA

REUNIDOS
De una parte, Excavaciones Riera Blanca, S.L., con domicilio en Calle Mayor 4, Lleida, en adelante el "Arrendador".
Y de otra parte, Obras y Caminos Ponent, S.A., con domicilio en Avenida del Segre 18, Lleida, en adelante el "Arrendatario".

ACUERDAN
1. Objeto
El Arrendador cede al Arrendatario una excavadora.
2. Precio
El Arrendatario pagará 2.300 euros mensuales.
""",
        "Obras y Caminos Ponent, S.A.",
        "Excavaciones Riera Blanca, S.L.",
    ),
    "numbered, of an address": (
        """THIS DEED is made on 4 May 2026

BETWEEN:

(1)  OAKHURST PARISH COUNCIL of The Parish Rooms, Church Lane, Oakhurst (the Council);

(2)  BELL FOUNDERS OF LOXLEY LTD (registered number 01234567) whose registered office is at Foundry House, Loxley (the Founder).

1.  The Founder will recast the tenor bell.
2.  The Council will pay £18,400 on delivery.
""",
        "OAKHURST PARISH COUNCIL",
        "BELL FOUNDERS OF LOXLEY LTD",
    ),
    "a person who does business under a name": (
        """PHOTOGRAPHY AGREEMENT

This agreement is between Lena Ostrowski, d/b/a Ostrowski Images, of Portland, Oregon ("Photographer") and Marcus and Dana Field ("Client").

1. Client agrees to pay $3,200.
""",
        "Marcus and Dana Field",
        "Lena Ostrowski",
    ),
    "labels with the address below": (
        """EQUIPMENT RENTAL AGREEMENT

Owner:  Tri-County Scaffold Rentals LLC
        88 Depot Rd, Erie, PA

Renter: Lakeshore Masonry, Inc.
        12 Harbor St, Erie, PA

1. Rent. Renter shall pay $950.00 per week.
""",
        "Lakeshore Masonry, Inc.",
        "Tri-County Scaffold Rentals LLC",
    ),
    "hereinafter called": (
        """CONSULTING AGREEMENT

THIS AGREEMENT, dated June 1, 2026, is by and between Port Ellery Transit Authority, a public corporation (hereinafter called the \
"Authority"), with offices at 1 Harbor Way, Port Ellery, Maine, and Dunmore Traffic Engineers, P.C., a professional corporation (hereinafter \
called the "Consultant").

The Authority shall pay the Consultant $64,000.
""",
        "Port Ellery Transit Authority",
        "Dunmore Traffic Engineers, P.C.",
    ),
    "a numbered list under Parties": (
        """SPONSORSHIP AGREEMENT

Parties

1. Harbour Lights Festival CIC ("the Festival")
2. Brightwater Energy plc ("the Sponsor")

Background

The Festival organises a light show.

1. Fee
The Sponsor shall pay the Festival £25,000.
""",
        "Brightwater Energy plc",
        "Harbour Lights Festival CIC",
    ),
    "the undersigned, with a colon": (
        """SERVICE AGREEMENT

The undersigned:

1. Stichting Zorgplein West, established at Rotterdam, duly represented by its director, hereinafter: "Client";

and

2. Kuiper Schoonmaak B.V., established at Schiedam, hereinafter: "Contractor";

have agreed as follows:

Article 1
The Contractor cleans the offices.
Client pays EUR 3.400 per month.
""",
        "Stichting Zorgplein West",
        "Kuiper Schoonmaak B.V.",
    ),
    "of the First Part": (
        """RENT AGREEMENT

This Agreement is made at Mumbai on 3rd June 2026 between Mr. Anil Deshpande, residing at 12, Shanti Nagar, Mumbai (hereinafter called "the \
Lessor") of the First Part and M/s Kavya Textiles Pvt. Ltd., having its office at 4, Mill Road, Mumbai (hereinafter called "the Lessee") of \
the Second Part.

1. The Lessee shall pay rent of Rs. 45,000/- per month.
""",
        "Kavya Textiles Pvt. Ltd.",
        "Mr. Anil Deshpande",
    ),
    "cells beside roles": (
        """Purchase order

Buyer	Northgate Hospitals NHS Trust
Supplier	Medline Beds GmbH
Date	3 May 2026
Order value	£44,000
""",
        "Northgate Hospitals NHS Trust",
        "Medline Beds GmbH",
    ),
    "the writer is paid": (
        """Foxglove & Pryce LLP
Chartered Accountants
12 Castle Street, Kendal

3 July 2026

The Directors
Lakeland Slate Works Ltd
Quarry Road
Coniston

Dear Sirs

Audit of your financial statements

We are pleased to accept your appointment as auditors. Our fee will be £8,750 plus VAT. We will invoice you in two equal parts.

Yours faithfully

Foxglove & Pryce LLP
""",
        "Lakeland Slate Works Ltd",
        "Foxglove & Pryce LLP",
    ),
    "the reader is paid": (
        """City of Marlow Springs
Parks Department

April 2, 2026

Mr. Theo Lindqvist
Lindqvist Sculpture
77 Kiln Road
Ashland

Dear Mr. Lindqvist:

The City is pleased to commission you to make a bronze fountain. The City will pay you $42,000 in three parts.

Sincerely,

Rosa Delgado
City Manager
""",
        "City of Marlow Springs",
        "Lindqvist Sculpture",
    ),
    "an author and a publisher": (
        """PUBLISHING AGREEMENT made this 9th day of June 2026 between Ida Thornquist (the "Author") and Lanternhouse Books Ltd of 5 Mews Lane, London \
(the "Publisher").

1. The Publisher shall pay the Author an advance of £6,000.
""",
        "Lanternhouse Books Ltd",
        "Ida Thornquist",
    ),
    "a rights holder": (
        """MUSIC LICENCE

Rights holder: Riverbank Recordings Ltd, 3 Dock Street, Leith
Licensee: Kestrel Games AB, Storgatan 8, Umeå

The Licensee pays the Rights holder a licence fee of EUR 7.500.
""",
        "Kestrel Games AB",
        "Riverbank Recordings Ltd",
    ),
    "hereinafter without quotation marks": (
        """CONTRACT No. 77/2026

Concluded on 5.06.2026 in Gdynia between:

Przystań Logistics sp. z o.o. with its registered office in Gdynia, ul. Portowa 3, entered in the National Court Register under number \
0000123456, represented by Jan Wrona – President of the Board, hereinafter referred to as the Ordering Party,

and

Stalbud Hale S.A. with its registered office in Elbląg, ul. Hutnicza 9, represented by Ewa Sikora – Proxy, hereinafter referred to as the \
Contractor.

§ 1
The Contractor shall build the hall.
The Ordering Party shall pay PLN 920 000 net.
""",
        "Przystań Logistics sp. z o.o.",
        "Stalbud Hale S.A.",
    ),
    "brackets on lines of their own": (
        """SUPPLY CONTRACT

BY AND BETWEEN

Cantine del Borgo S.r.l., a company incorporated under the laws of Italy, with registered office in Alba, Via Roma 2, VAT no. 01234567890, \
in the person of its legal representative Mr Carlo Bianchi

(hereinafter, the "Purchaser")

on the one side

AND

Vetreria Alpina S.p.A., a company incorporated under the laws of Italy, with registered office in Trento, Via Vetro 9, in the person of its \
managing director

(hereinafter, the "Supplier")

on the other side

(the Purchaser and the Supplier, jointly, the "Parties")

WHEREAS
A) the Purchaser bottles wine.

1. The Purchaser shall pay EUR 0,42 per bottle.
""",
        "Cantine del Borgo S.r.l.",
        "Vetreria Alpina S.p.A.",
    ),
    "a main contractor and its sub-contractor": (
        """SUBCONTRACT

Main Contractor: Ridgeway Civils Ltd
Sub-Contractor: Marsh Piling Ltd
Site: Hythe Bridge

1. The Main Contractor shall pay the Sub-Contractor £212,000.
""",
        "Ridgeway Civils Ltd",
        "Marsh Piling Ltd",
    ),
    "in a sentence": (
        """ENGAGEMENT OF SPEAKER

This agreement records the terms on which Professor Miriam Oduya ("the Speaker") will speak at the annual meeting of the Guild of \
Clockmakers ("the Guild") on 8 October 2026.

The Guild will pay the Speaker a fee of £1,500.
""",
        "Guild of Clockmakers",
        "Professor Miriam Oduya",
    ),
}


@pytest.mark.parametrize(("text", "payer", "payee"), OPENINGS.values(), ids=OPENINGS)
def test_the_parties_are_those_of_the_opening_each_on_its_side(text: str, payer: str, payee: str) -> None:
    reading = EmbeddedReader().read(text)

    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (payer, payee)
