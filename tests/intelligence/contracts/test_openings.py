"""Who pays and who is paid, in the openings that contracts of many countries and trades are given."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader

OPENINGS = {
    "no comma before a description": (
        """MANUFACTURING AGREEMENT

This agreement is made by and between Pine Ridge Toys Ltd a company organized in Vermont (the "Customer") and Shenwan Plastics Co., Ltd. \
Room 1402 Harbour Centre Hong Kong (the "Manufacturer").

1. The Customer shall pay the Manufacturer USD 2.10 per piece.
""",
        "Pine Ridge Toys Ltd",
        "Shenwan Plastics Co., Ltd.",
    ),
    "of the one part and of the other part": (
        """CONSULTANCY AGREEMENT

This Agreement is made the 3rd day of June 2026 between Saltgrove Borough Council, of Town Hall, High Street, Saltgrove SG1 2AA (hereinafter \
called "the Council") of the one part and Marchbank Heritage Consulting Limited, whose registered office is situate at 9 Abbey Row, York \
(hereinafter called "the Consultant") of the other part.

1. The Council hereby appoints the Consultant.
2. The Council shall pay to the Consultant a fee of £22,500.
""",
        "Saltgrove Borough Council",
        "Marchbank Heritage Consulting Limited",
    ),
    "a company and its contractor": (
        """INDEPENDENT CONTRACTOR AGREEMENT

This Independent Contractor Agreement ("Agreement") is made and entered into as of the 4th day of May, 2026 (the "Effective Date"), by and \
between PALISADE BIOWORKS CORP., a Nevada corporation with its principal office at 400 Mesa Drive, Reno, Nevada 89501 (the "Company"), and \
JORDAN A. WHITFIELD, an individual residing at 12 Birch Court, Sparks, Nevada (the "Contractor"). The Company and the Contractor may be \
referred to individually as a "Party" and collectively as the "Parties."

1. Services. Contractor shall provide laboratory automation services.
2. Compensation. The Company shall pay Contractor $95 per hour.
""",
        "PALISADE BIOWORKS CORP.",
        "JORDAN A. WHITFIELD",
    ),
    "addresses on lines below the names": (
        """Werkvertrag

zwischen

Genossenschaft Sonnenhalde
Sonnenhaldenweg 4
8400 Winterthur
(Bestellerin)

und

Holzbau Egli & Partner AG
Sägestrasse 12
8360 Eschlikon
(Unternehmerin)

1. Gegenstand
Die Unternehmerin erstellt einen Velounterstand.
2. Werkpreis
Der Werkpreis beträgt CHF 64'800.- inkl. MWST.
""",
        "Genossenschaft Sonnenhalde",
        "Holzbau Egli & Partner AG",
    ),
    "“als Käufer” without quotation marks": (
        """LIEFERVERTRAG

abgeschlossen zwischen der Firma Tischlerei Mayrhofer GmbH, FN 123456a, Dorfplatz 1, 5500 Bischofshofen, als Käufer, und der Firma \
Beschlagwerk Traun AG, Industriestraße 9, 4050 Traun, als Verkäufer.

1. Der Verkäufer liefert 4.000 Scharniere.
2. Der Käufer zahlt EUR 3,20 je Stück.
""",
        "Tischlerei Mayrhofer GmbH",
        "Beschlagwerk Traun AG",
    ),
    "a form with hints under the roles": (
        """STANDARD FORM OF AGREEMENT

OWNER:
(Name and address)
Copperline School District
700 Ridge Road
Butte, Montana

ARCHITECT:
(Name and address)
Halvorsen Reed Architects, PLLC
15 Granite Street
Butte, Montana

The Owner and Architect agree as follows.
1. The Owner shall pay the Architect a stipulated sum of $188,000.
""",
        "Copperline School District",
        "Halvorsen Reed Architects, PLLC",
    ),
    "labelled details under each role": (
        """Services Agreement

Details

Customer
Name: Wattle Creek Shire Council
ABN: 11 222 333 444
Address: 5 Main Street, Wattle Creek NSW

Supplier
Name: Redgum Mapping Pty Ltd
ABN: 55 666 777 888
Address: 88 King Street, Newcastle NSW

1. The Customer must pay the Supplier $34,000 (excluding GST).
""",
        "Wattle Creek Shire Council",
        "Redgum Mapping Pty Ltd",
    ),
    "a landlord and a tenant with a guarantor": (
        """LEASE OF OFFICE PREMISES

1. PARTIES
Landlord: Merridown Estates Limited (Co. Reg. No. 4456123)
Tenant: Quill & Compass Translations Ltd (Co. Reg. No. 9981234)
Guarantor: None

2. RENT
The Tenant shall pay rent of £1,850 per month.
""",
        "Quill & Compass Translations Ltd",
        "Merridown Estates Limited",
    ),
    "a lender that is paid": (
        """HOSTING AGREEMENT FOR A TRAVELLING EXHIBITION

Between the Nordhaven Maritime Museum ("the Lender") and the Ebbvale Gallery Trust ("the Borrower")

1. The Lender lends the exhibition "Knots".
2. The Borrower shall pay the Lender a hire fee of EUR 18,000.
""",
        "Ebbvale Gallery Trust",
        "Nordhaven Maritime Museum",
    ),
    "a housing company": (
        """AGREEMENT ON SNOW CLEARANCE

Parties:

Client: Housing Company Koivurinne (business ID 1234567-8), Koivutie 2, Tampere
Service provider: Talvihuolto Salonen Oy (business ID 7654321-0), Varastokatu 5, Tampere

1 The service provider clears the yard.
2 The client pays EUR 420 per month from November to April.
""",
        "Housing Company Koivurinne",
        "Talvihuolto Salonen Oy",
    ),
    "a letter of solicitors": (
        """Engagement letter

Kettleby Marsh Solicitors LLP
3 Temple Row, Lincoln

5 February 2026

Wolds Dairy Farmers Co-operative Limited
The Creamery
Louth

For the attention of Ms A. Tranter, Company Secretary

Dear Ms Tranter

Lease renewal at the Creamery

Thank you for your instructions. We shall act for you in the renewal of the lease. We estimate our fees at £4,800 plus VAT and shall bill \
you monthly. Our bills are payable within 14 days of delivery.

Yours sincerely

J. Kettleby
Partner
Kettleby Marsh Solicitors LLP
""",
        "Wolds Dairy Farmers Co-operative Limited",
        "Kettleby Marsh Solicitors LLP",
    ),
    "a school writes to its supplier": (
        """Hollin Bank Primary School
Hollin Bank, Keswick CA12 0XX

14 January 2026

Fellside Playgrounds Ltd
Unit 2, Lake Road Industrial Estate
Ambleside

Dear Sir or Madam

New climbing frame

The governors accept your quotation of 9 January. You will supply and install the frame in the Easter holidays. We will pay you £11,340 on \
completion. Please countersign this letter.

Yours faithfully

Helen Postlethwaite
Headteacher
""",
        "Hollin Bank Primary School",
        "Fellside Playgrounds Ltd",
    ),
    "a purchase order": (
        """PURCHASE ORDER

PO number: 4500123
Date: 2 March 2026

Buyer: Stormont Castings plc
Foundry Lane, Derby
Vendor: Refra Linings GmbH
Ofenweg 3, Siegen

Line	Item	Qty	Unit price	Amount
1	Ladle lining	4	EUR 2,150.00	EUR 8,600.00
Total			EUR 8,600.00
""",
        "Stormont Castings plc",
        "Refra Linings GmbH",
    ),
    "a third party": (
        """EVENT AGREEMENT

This agreement is made between:

(1) TIDEWAY ROWING CLUB, an unincorporated association acting by its trustees, of The Boathouse, Putney ("the Club");
(2) RIVERSIDE MARQUEES LIMITED (company number 1112223) of Unit 8, Weir Road, London ("the Contractor"); and
(3) HAMMERTON BANK PLC ("the Guarantor").

1. The Contractor shall erect a marquee.
2. The Club shall pay £9,600.
""",
        "TIDEWAY ROWING CLUB",
        "RIVERSIDE MARQUEES LIMITED",
    ),
    "roles said twice": (
        """CONSULTING AGREEMENT

1. THE PARTIES

Client: Region Älvstranden, reg. no. 232100-0000, Box 11, 903 02 Umeå ("Client")

Consultant: Tegelviken Analys AB, reg. no. 556111-2222, Storgatan 1, 903 26 Umeå ("Consultant")

2. ASSIGNMENT
Consultant shall review the traffic plan.
3. FEE
Client pays SEK 1 150 per hour.
""",
        "Region Älvstranden",
        "Tegelviken Analys AB",
    ),
    "details with a company name each": (
        """ORDER FORM

Customer Information
Company Name	Delphine Retail Group SAS
Address	12 rue des Halles, Lyon
Contact	Claire Morel

Provider Information
Company Name	Basalt Metrics Ltd
Address	4 Dock Road, Cardiff

Subscription Fee	EUR 36,000.00 per year
""",
        "Delphine Retail Group SAS",
        "Basalt Metrics Ltd",
    ),
    "in the recitals": (
        """AGREEMENT

WHEREAS Bluewater Ferries Ltd (the "Operator") wishes to have its vessel painted; and
WHEREAS Keelside Yard A/S (the "Yard") is willing to do so;

1. The Yard shall paint the vessel.
2. The Operator shall pay the Yard EUR 71,000.
""",
        "Bluewater Ferries Ltd",
        "Keelside Yard A/S",
    ),
    "Spanish, “en adelante”": (
        """CONTRATO DE SERVICIOS

Entre Bodegas Altamora, S.A., con CIF A12345678 y domicilio en Logroño (en adelante, "el Cliente"), y Consultores Ebro Verde, S.L., con CIF \
B87654321 y domicilio en Zaragoza (en adelante, "el Prestador"),

PRIMERA. Objeto.
SEGUNDA. El Cliente abonará 12.000 euros.
""",
        "Bodegas Altamora, S.A.",
        "Consultores Ebro Verde, S.L.",
    ),
    "Dutch, “hierna te noemen”": (
        """OVEREENKOMST VAN OPDRACHT

De ondergetekenden:

1. Waterschap De Linge, gevestigd te Tiel, hierna te noemen: "Opdrachtgever",

en

2. Baggerbedrijf Van Rijn B.V., gevestigd te Gorinchem, hierna te noemen: "Opdrachtnemer",

komen overeen:

Artikel 1. Opdrachtnemer baggert de watergang.
Artikel 2. Opdrachtgever betaalt EUR 84.000.
""",
        "Waterschap De Linge",
        "Baggerbedrijf Van Rijn B.V.",
    ),
    "a rights holder and its sponsor": (
        """TITLE SPONSORSHIP

Sponsor: Kilnworth Brewery plc, The Maltings, Burton
Rights Holder: Dovedale Fell Runners CIC, 2 Mill Cottages, Matlock

The Sponsor shall pay the Rights Holder £15,000 a year.
""",
        "Kilnworth Brewery plc",
        "Dovedale Fell Runners CIC",
    ),
    "a firm of carriers": (
        """AGREEMENT FOR TRANSPORT SERVICES

THIS AGREEMENT is entered into on 1st April 2026 by and between:

M/s. Godavari Agro Exports, a partnership firm having its principal place of business at Kakinada, represented by its Managing Partner Sri \
K. Ramesh (hereinafter referred to as the "Consignor") of the FIRST PART; and

M/s. Deccan Roadlines, a proprietorship concern of Mr. S. Naidu having its office at Vijayawada (hereinafter referred to as the \
"Transporter") of the SECOND PART.

1. The Transporter shall carry rice.
2. The Consignor shall pay Rs. 1,450/- per tonne.
""",
        "Godavari Agro Exports",
        "Deccan Roadlines",
    ),
    "trustees": (
        """MUSEUM DISPLAY CONTRACT

This contract is between The Trustees of the Polmear Slate Museum (the "Museum") and Vitrine & Bell Ltd (the "Designer").

The Museum will pay the Designer £52,000.
""",
        "The Trustees of the Polmear Slate Museum",
        "Vitrine & Bell Ltd",
    ),
    "roles between commas": (
        """TIME CHARTER

It is this day agreed between Messrs. Aegean Bulk Carriers SA of Piraeus, Owners of the good motor vessel "Thalia", and Messrs. Nordgrain \
A/S of Copenhagen, Charterers, as follows:

1. The Charterers shall pay hire at USD 11,500 per day.
""",
        "Nordgrain A/S",
        "Aegean Bulk Carriers SA",
    ),
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
