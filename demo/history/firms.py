"""The vendors of the history: invented firms of several trades and countries, with numbers that pass every check."""

from dataclasses import dataclass, field
from random import Random

from demo.documents.agreements import Side, Signer
from demo.documents.shapes import Address
from demo.history.numbers import iban, routing_number, tax_label, tax_number


@dataclass(frozen=True)
class Firm:
    """A firm: how its papers name it, in which currency it sells, what trades it follows, where it is paid."""

    key: str
    name: str
    address: Address
    tax_id: str
    signer: Signer
    email: str
    currency: str
    trades: tuple[str, ...]
    account: dict[str, str] = field(hash=False)
    phone: str = ""

    @property
    def side(self) -> Side:
        """The firm as a party of a contract."""
        label = tax_label(self.address.country_code)
        return Side(self.name, self.address, label, self.tax_id, self.signer, self.email)


COUNTRIES = {
    "DK": "Denmark",
    "DE": "Germany",
    "GB": "United Kingdom",
    "CH": "Switzerland",
    "PL": "Poland",
    "US": "United States",
    "JP": "Japan",
    "FR": "France",
    "NL": "Netherlands",
    "AT": "Austria",
    "CZ": "Czechia",
    "IT": "Italy",
    "BE": "Belgium",
    "SE": "Sweden",
    "IE": "Ireland",
    "IS": "Iceland",
}
# key | name | street | postcode | city | country | who signs | title | currency | trades
TABLE = """
nordlys | Nordlys Kontor ApS | Tangvej 31 | 5000 | Odense | DK | Freja Holm | Managing Director | EUR | software consulting
kranich | Kranich & Söhne Gebäudetechnik GmbH | Lohweiher 8 | 28195 | Bremen | DE | Jonas Kranich | Managing Director | EUR | facilities services
velora | Velora Cloud Systems Ltd | 17 Tannery Wharf | BS1 6XQ | Bristol | GB | Imogen Thackeray | Chief Executive | GBP | software
alpstein | Alpstein Feinmechanik AG | Mühlenrain 22 | 9000 | St. Gallen | CH | Reto Zünd | Head of Sales | CHF | goods
bursztyn | Bursztyn Logistyka Sp. z o.o. | ul. Żurawia Polna 14 | 81-310 | Gdynia | PL | Zofia Marzec | President of the Board | PLN | services facilities
tidewater | Tidewater Metrology Inc. | 410 Cannery Row East | 97103 | Astoria | US | Dana Whitlock | Vice President | USD | goods consulting
kurobane | Kurobane Precision K.K. | 3-14-7 Minami-Horie | 550-0015 | Osaka | JP | Haruto Senda | Director | JPY | goods
lindenhof | Lindenhof Immobilien KG | Speicherstieg 5 | 20457 | Hamburg | DE | Beate Rohwer | General Partner | EUR | lease
meridiane | Atelier Méridiane SARL | 12 rue des Tisserands | 69004 | Lyon | FR | Camille Oriol | Gérante | EUR | marketing
polderzicht | Polderzicht Data B.V. | Dijkgraafkade 88 | 3011 AB | Rotterdam | NL | Sanne Verhoef | Managing Director | EUR | software sow
wolkenrath | Wolkenrath Beratung GmbH | Am Nonnenacker 3 | 50667 | Cologne | DE | Tilman Wolkenrath | Partner | EUR | consulting sow
ardencote | Ardencote Safety Training Ltd | 2 Millstone Yard | LS2 8QT | Leeds | GB | Callum Brae | Director | GBP | services consulting
donausteg | Donausteg Reinigung GmbH | Fischerlände 19 | 4020 | Linz | AT | Magda Pirker | Managing Director | EUR | facilities
ostravan | Ostravan Kalibrace s.r.o. | Hutní návrší 6 | 702 00 | Ostrava | CZ | Petr Havelka | Managing Director | EUR | services goods
fiorello | Fiorello Arredi S.r.l. | Via dei Cordai 40 | 20121 | Milan | IT | Ginevra Pozzi | Sales Director | EUR | goods
brugmann | Brugmann Vertalingen BV | Kantwerkstraat 9 | 8000 | Bruges | BE | Lotte Deman | Managing Director | EUR | services
granitvik | Granitvik Nätverk AB | Repslagargatan 27 | 411 20 | Gothenburg | SE | Elin Sjödahl | Chief Operating Officer | EUR | software services
clonfert | Clonfert Analytics DAC | 6 Weir Lane | H91 X2F4 | Galway | IE | Aisling Tuohy | Chief Executive | EUR | software consulting
redmesa | Red Mesa Telemetry LLC | 2205 Arroyo Seco Road | 87505 | Santa Fe | US | Luis Archuleta | Managing Member | USD | software
jurafluss | Jurafluss Energie AG | Quellenweg 4 | 2500 | Biel | CH | Nadine Aebi | Head of Key Accounts | CHF | facilities consulting
heidekamp | Heidekamp Messebau GmbH | Torfstich 11 | 30159 | Hanover | DE | Ruth Heidekamp | Managing Director | EUR | marketing sow
bialowood | Białowood Meble S.A. | ul. Lipowy Trakt 2 | 15-062 | Białystok | PL | Marek Dobosz | Member of the Board | PLN | goods
sablepoint | Sable Point Security Ltd | 44 Ropery Street | E3 4QA | London | GB | Oliver Nkemelu | Director | GBP | services facilities
ventoux | Ventoux Capteurs SAS | 5 chemin des Ocres | 84200 | Carpentras | FR | Hélène Barral | Présidente | EUR | nda goods
hraunfell | Hraunfell Mælitækni ehf. | Skeljabrekka 12 | 600 | Akureyri | IS | Sigríður Ragnars | Managing Director | ISK | software
eiderquell | Eiderquell Sensorik GmbH | Kaistraße 61 | 24103 | Kiel | DE | Jens Petersen-Bock | Managing Director | EUR | nda consulting
"""


def make_firms(seed: int) -> dict[str, Firm]:
    """All firms by their key; the same seed gives the same numbers."""
    rows = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()]
    return {row[0]: _firm(row, Random(f"{seed}:firm:{row[0]}")) for row in rows}  # noqa: S311 - a demonstration


def _firm(row: list[str], random: Random) -> Firm:
    key, name, street, postcode, city, code, signer, title, currency, trades = row
    domain = f"{key}.example"
    first = signer.split()[0].casefold().translate(str.maketrans("éèüöäíð", "eeuoaid"))
    return Firm(
        key=key,
        name=name,
        address=Address(street, postcode, city, COUNTRIES[code], code),
        tax_id=tax_number(code, random),
        signer=Signer(signer, title, f"{first}@{domain}"),
        email=f"contracts@{domain}",
        currency=currency,
        trades=tuple(trades.split()),
        account=account_of(name, code, random),
        phone=f"+{random.randrange(20, 99)} 555 {random.randrange(1000, 9999)}",
    )


def account_of(holder: str, country: str, random: Random) -> dict[str, str]:
    """Where the firm is paid; a firm from overseas without IBANs has an account in Germany or with an American bank."""
    if country == "US":
        number = str(random.randrange(10**9, 10**10))
        clearing = {"clearing_system": "USABA", "clearing_member": routing_number(random)}
        return {"holder": holder, "bban": number, "country": "US", **clearing}
    return {"holder": holder, "iban": iban("DE" if country == "JP" else country, random)}
