"""The words invoices use, in English, German, French, Spanish, Dutch, Italian and Portuguese, as patterns by meaning."""

import re
import unicodedata
from functools import lru_cache

_FLAGS = re.IGNORECASE


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text without accents, letter for letter: printers and recognisers often leave them out, so labels are compared without."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def _any(*words: str) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


# What may stand between a label and its value on the same line.
SEPARATOR = r"\s*[:#=.]*\s*"
NUMBER_WORD = r"(?:numbers?|no\.?|nr\.?|num\.?|n[°ºo]\.?|nummer|número|numero|numéro|id|#)"
_INVOICE_WORD = r"(?:tax invoice|invoice|inv|rechnungs?|facture|factura|faktura|fattura|fatura|factuur|beleg|bill)"

# "2. Abschlagszahlung", "Less 1st deposit", "Acompte n° 2": which of several payments on account it is.
_WHICH = r"(?:[0-9]{1,2}(?:\.|st|nd|rd|th|er|e|º|ª)?\s+)?"
_WHICH_ONE = r"(?:\s+(?:n[°ºo]?\.?|nr\.?|no\.?|#)?\s?[0-9]{1,2})?"

LABELS: dict[str, re.Pattern[str]] = {
    name: re.compile(plain(rf"{pattern}(?![\w])"), _FLAGS)
    for name, pattern in {
        "number": _any(
            rf"(?:our |the )?{_INVOICE_WORD}[\s.-]*{NUMBER_WORD}",
            rf"{NUMBER_WORD}\s*(?:de\s+(?:la\s+)?|di\s+|da\s+)?{_INVOICE_WORD}",
            r"laskun? ?(?:numero|nro)\.?",
            r"faktura?(?:nr|nummer|no)\.?", r"faktura(?: vat)? nr\.?", r"číslo faktury", r"daňový doklad č\.?", r"billing document",
            rf"{NUMBER_WORD}\s*(?:de\s+|di\s+)?docum[ea]nto?",
            r"(?:credit note|credit memo|gutschrifts?|storno|avoir|document|dokument|belegs?|documento|abono)[\s.-]*" + NUMBER_WORD,
        ),
        # What stands in for the number of an invoice where nothing is called that: receipts, tills, bookings.
        "other_number": _any(
            rf"(?:cash (?:sales?|bills?)|sales?|receipts?|bills?|vouchers?|trans(?:action)?|tickets?|bookings?|statements?|bons?"
            rf"|folios?|kassenbon|quittungs?|recibo|ticket"
            rf"|scontrino|recu)[\s.-]*(?:{NUMBER_WORD}|#)", 
            rf"(?:repair|work|service|job) order(?:\s*{NUMBER_WORD})?", r"r\.o\.",
            r"#", r"bill(?=\s*:)", r"number(?=\s*:)", r"nummer(?=\s*:)", r"no\.?(?=\s*:|\s+[A-Z]{1,4}-?[0-9]{3})",
        ),
        # Said of the document itself only right below its title.
        "bare_number": _any(r"n[°º]\.?", r"num\.?", r"número", r"numero", r"numéro", r"nummer", r"number", r"nr\.?", r"no\.", r"č\.", r"číslo", r"folio"),
        "due_date": _any(
            r"(?:payment )?due(?: date| on| by)?", r"date due", r"pay(?:able)? (?:by|before|until)", r"payment due",
            r"fällig(?:keit|keitsdatum)?(?: am| bis| zum)?", r"fälligkeitstag", r"zahlbar (?:bis|am)(?: zum)?", r"zahlungsziel",
            r"zahlungstermin", r"(?:please )?(?:remit|pay|transfer)(?: until| by| before)",
            r"bitte (?:überweisen|zahlen)(?: sie)?(?: den (?:rechnungs|gesamt)?betrag)? bis(?: zum| spätestens)*", r"förfallo?datum", r"forfalds?dato",
            r"forfallsdato", r"forfald", r"termin płatności", r"datum splatnosti", r"splatnost", r"payment deadline",
            r"eräpäivä", r"fällig am:?", r"zahlungsfrist(?: bis)?",
            r"date d['’]\s?échéance", r"échéance(?: le)?", r"date limite(?: de paiement)?(?: le)?", r"à (?:payer|régler) avant le",
            r"(?:montant )?prélevé le", r"fecha de? ?vencimiento", r"vencimiento", r"vence(?: el)?", r"fecha límite(?: de pago)?",
            r"vervaldatum", r"vervaldag", r"(?:te )?betalen voor", r"scadenz[ae]", r"data (?:di )?scadenza",
            r"échéances", r"vencimientos", r"data de vencimento", r"vencimento",
        ),
        "issue_date": _any(
            rf"{_INVOICE_WORD}[\s-]*(?:date|datum)", r"issued at", r"rechnungsdatum", r"date of issue", r"issue date", r"issued(?: on)?", r"dated?",
            r"belegdatum", r"ausstellungsdatum", r"datum", r"date de (?:la )?facture", r"date de facturation",
            r"date d['’]\s?(?:émission|facturation)", r"émise? le", r"fecha de (?:la )?(?:factura|emisión|expedición)", r"fecha",
            r"fecha factura", r"factuurdatum", r"factuur datum", r"data (?:fattura|documento|emissione|de emissão|da fatura)", r"data",
            r"tax point", r"tax date", r"fakturadat(?:um|o)", r"data wystawienia", r"datum vystavení", r"issued", r"invoiced on", r"dato",
            r"päiväys", r"päivämäärä", r"laskun? ?(?:päivä(?:ys|määrä)?|pvm\.?)",
        ),
        "order_ref": _any(
            rf"buyer['’]?s (?:order|p\.?o\.?)(?:\s*{NUMBER_WORD})?", rf"(?:customer |your |client )?p\.?\s?o\.?[\s-]*{NUMBER_WORD}",
            r"(?:customer |your |client )?p\.?o\.?(?=\s*[:#]|\s+[0-9]{4})",
            rf"purchase order(?:\s*{NUMBER_WORD})?",
            rf"(?:your |customer |client )?order[\s-]*(?:{NUMBER_WORD}|ref(?:erence)?\.?)", r"your order", r"customer p\.?o\.?", r"order(?=\s*[:#])",
            r"order(?=\s+po\b)",
            rf"(?:ihre )?bestellung(?:\s*{NUMBER_WORD})?(?: kunde)?", r"(?:ihr )?auftrag(?=\s*[:#])",
            rf"(?:ihre )?bestell[\s.-]*(?:{NUMBER_WORD}|nummer)", r"ihre bestellung(?:snummer)?", rf"auftrags?[\s.-]*{NUMBER_WORD}",
            rf"(?:(?:suite à )?votre )?commande(?:\s*{NUMBER_WORD})?", r"bon de commande", rf"{NUMBER_WORD}\s*(?:de )?commande",
            rf"{NUMBER_WORD}\s*(?:de )?pedido", rf"(?:su )?pedido(?:\s*{NUMBER_WORD})?", r"orden de compra", r"order reference",
            rf"(?:(?:rif|vs)\.? ?|vostro )*ordine(?:\s*{NUMBER_WORD})?", r"inkooporder", r"tilaus(?:numero|nro)\.?",
            r"(?:ert |er |deres )?(?:order|beställnings|bestillings)(?:nr|nummer|no)\.?", r"votre référence", r"votre réf\.?",
        ),
        "contract_ref": _any(
            rf"(?:framework )?(?:contract|agreement)(?:\s*(?:{NUMBER_WORD}|ref(?:erence)?\.?))?",
            rf"(?:réf\.?|référence|{NUMBER_WORD}(?: de)?) (?:du )?marché", r"marché", rf"vertrags?[\s.-]*{NUMBER_WORD}",
            rf"contrat(?:\s*{NUMBER_WORD})?", rf"contrato(?:\s*{NUMBER_WORD})?", r"vertrag", r"statement of work",
        ),
        "project_ref": _any(rf"(?:projekt|project|projet|proyecto|progetto)(?:\s*[-.]?\s*(?:{NUMBER_WORD}|ref(?:erence|erenz)?\.?|code))?"),
        "reference": _any(
            r"(?:our |your |customer )?ref(?:erence)?\.?", r"(?:ihre |unsere )?referenz", r"ihr zeichen", r"référence", r"réf\.?",
            r"(?:su )?referencia", r"betreff", r"subject", r"regarding",
        ),
        "preceding_invoice": _any(
            r"(?:original|related|corrected|credited|against|for) invoice(?: no\.?| number)?", r"(?:zur|zu) rechnung(?: nr\.?)?",
            r"ursprungsrechnung", r"originalrechnung", r"facture d['’]origine", r"facture liée",
            r"(?:linked|previous|referenced) invoice(?: no\.?| number)?", r"avoir sur facture(?: n°)?", r"(?:annule|rectifie) la facture(?: n°)?",
            r"factura (?:original|rectificada)(?: n[°º])?", r"credit for invoice", r"korrektur (?:der|zu) rechnung(?: nr\.?)?",
        ),
        "payment_terms": _any(
            r"payment terms?", r"terms(?: of payment)?", r"zahlungsbedingung(?:en)?", r"zahlungskonditionen", r"conditions? de paiement",
            r"condizioni di pagamento", r"condiciones de pago", r"forma de pago", r"maksuehdot?", r"betalingsvoorwaarden", r"conditions de règlement",
        ),
        "buyer_name": _any(
            r"cessionario/committente(?: \(cliente\))?", r"committente", r"receptor", r"señor(?:es)?(?:\(es\))?", r"gentile cliente", r"datos del cliente",
            r"aan",
            r"credit(?:ed)? to", r"(?:charge|invoice)d? for", r"prepared for", r"(?:client|customer|buyer) (?:name|details)", r"recipient", r"opdrachtgever",
            r"afnemer", r"factuur aan", r"rechnung für", r"leistungsempfänger", r"adquirente", r"asiakas", r"maksaja", r"vevő", r"kupac", r"purchaser",
            r"bill(?:ed)?[\s-]to(?: party| address)?", r"sold[\s-]to(?: party)?", r"exmo\.?\s?\(?s?\)?\.? (?:sr|senhor)\.?\s?\(?(?:es|s)?\)?", r"nabywca",
            r"odběratel",
            r"til", r"till", r"köpare", r"kund", r"køber", r"client(?:e)? / .*", r"invoice address", r"billing (?:address|details)", r"account of", r"messrs",
            r"invoice(?:d)? to", r"sold to", r"customer", r"client", r"to", r"buyer", r"kunde", r"käufer", r"auftraggeber",
            r"rechnungsempfänger", r"rechnung an", r"rechnungsadresse", r"empfänger", r"an", r"facturé à", r"adressé à", r"destinataire",
            r"acheteur", r"facturation", r"adresse de facturation", r"cliente", r"facturar a", r"facturado a", r"comprador",
            r"destinatario", r"factuuradres", r"zahlbar durch", r"payable par", r"pagabile da",
            r"klant", r"debiteur", r"cessionario", r"spett\.?(?:le)?", r"für", r"guest name",
        ),
        "seller_name": _any(
            r"cedente/prestatore(?: \(fornitore\))?", r"cedente", r"emittente", r"mittente", r"afzender", r"van", r"service provider", r"prestataire",
            r"avsändare",
            r"eladó", r"prodavatelj", r"myyjä", r"saaja", r"(?:seller|supplier|vendor) (?:name|details)", r"datos del emisor",
            r"from", r"(?:invoiced?|billed) from", r"sold by",
            r"sprzedawca", r"dodavatel", r"säljare", r"sælger", r"seller", r"supplier", r"vendor", r"issued by", r"lieferant", r"verkäufer",
            r"rechnungssteller", r"von", r"absender",
            r"fournisseur", r"vendeur", r"émetteur", r"proveedor", r"emisor", r"vendedor", r"leverancier", r"fornitore", r"remit to",
            r"payable to", r"make (?:all )?checks? payable to",
        ),
    }.items()
}  # fmt: skip

# Words that turn a label into one of something else: "order date", "delivery date", "customer number".
NOT_ISSUE_DATE = re.compile(
    r"(?:order|tax point|birth|stylesheet|version"
    r"|delivery|service|ship\w*|due|start|end|bestell|liefer|leistungs?|auftrags?|livraison|commande|entrega|pedido|orderd)",
    _FLAGS,
)

_TAX_WORD = _any(
    r"v\.?a\.?t\.?", r"tax(?:es)?", r"sales tax", r"total tax", r"tax total", r"tax amount", r"vat amount", r"total vat", r"gst", r"hst",
    r"mwst\.?", r"mehrwertsteuer", r"ust\.?", r"umsatzsteuer", r"ust\.? gesamt", r"mwst-?betrag", r"ust\.?-?betrag", r"summe (?:mwst|ust)\.?",
    r"i\.?v\.?a\.?", r"cuota(?: (?:de )?iva)?", r"impuestos?", r"t\.?v\.?a\.?", r"montant tva", r"total tva", r"total taxes", r"btw",
    r"imposta(?: iva)?", r"igic", r"steuern?", r"btw[ -]?bedrag", r"total iva", r"total mwst\.?", r"importe (?:del? )?(?:iva|impuestos)",
    r"(?:gesamt|umsatz)?steuer(?:betrag|summe)", r"summe (?:der )?(?:steuern?|umsatzsteuer)", r"gesamtsteuer", r"montant (?:de la |des )?(?:tva|taxes)",
    r"total (?:tax|vat|gst) amount",
    r"taxes", r"tva totale", r"iva totale", r"totale (?:iva|imposta)", r"valor (?:do )?iva", r"totaal btw", r"total (?:gst|hst|impuestos|tax)",
    r"(?:kwota |podatek )?vat", r"dph", r"mva", r"[csi]gst(?: ?[0-9]{1,2}(?:\.[0-9]{1,2})?)?", r"pst", r"qst", r"tps", r"tvq",
    r"(?:state|city|county|local|estimated|output) (?:sales )?tax", r"moms", r"taxe",
    r"(?:btw|iva|tva|vat) (?:verlegd|reverse charge|autoliquidation)", r"autoliquidation", r"reverse charge(?: vat)?", r"consumption tax",
    r"alv", r"arvonlisävero", r"(?:arvonlisävero|alv|vero) yhteensä",
    r"cuota de iva", r"importe iva", r"(?:add|plus):? (?:gst|vat)", r"i\.?t\.?b\.?i\.?s\.?", r"pdv", r"áfa",
)  # fmt: skip
_SUM_WORD = r"(?:[\s-]*(?:(?:sub)?total|gesamt|summe|amount|betrag|payable))?"
_RATE = r"(?:\s*\(?\s*(?:@|at|of|à|al|de)?\s*[-−–]?[0-9]{1,2}(?:[.,][0-9]{1,3})?\s*%\s*\)?)"
_ADDED = r"(?:zzgl\.?|zuzügl\.?|zuzüglich|plus|\+|inkl\.?)?"
_REGISTERED = r"(?:\s*[:#]?\s*[0-9]{9,10}\s?[A-Z]{2}\s?[0-9]{4})?"  # a Canadian seller's

# What may follow the words of a sum in its label: a currency, a rate, what it is taken on.
_LABEL_REST = (
    r"[\s(:]*(?:(?:in )?[A-Z]{3}|in|[A-Z]{0,2}[€$£]|%|[0-9.,]+\s*%?|\(?(?:incl|excl|inkl|zzgl)[^)]*\)?|on .*|sur .*|auf .*"
    r"|(?:von|vom|of|du|from|dated|del|van|over|su|sobre|av|af|på|od) .*)?[\s):]*"
)

# The order matters: the first meaning that fits a phrase from its start wins.
TOTALS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(plain(rf"{pattern}(?!\w){_LABEL_REST}\Z"), _FLAGS))
    for name, pattern in (
        ("line_total", _any(
            r"total (?:fees|services|labou?r)",
            r"positionssumme", r"summe (?:der |aller )?(?:positionen|artikel|leistungen|einzelpositionen|nettobeträge)", r"sum of (?:all )?(?:invoice )?lines?",
            r"lines? total", r"total (?:of )?(?:all )?(?:lines?|items)", r"items? (?:sub)?total", r"merchandise(?: total)?", r"total (?:des )?lignes",
            r"somme des lignes", r"total (?:de )?líneas", r"line (?:net )?(?:sum|amount)s? total", r"invoice lines? total",
        )),
        ("prepaid", _any(
            r"(?:less )?(?:amount )?(?:already )?paid(?: to date)?",
            rf"(?:less )?{_WHICH}(?:deposit|advance|prepayment|payments?){_WHICH_ONE}(?: received| paid)?",
            rf"(?:abzüglich |abzgl\.? )?{_WHICH}(?:anzahlung(?:en)?|vorauszahlung(?:en)?|abschlag(?:szahlung(?:en)?)?|teilzahlung(?:en)?){_WHICH_ONE}",
            r"bereits (?:be)?(?:ge)?zahlt", rf"(?:- ?)?{_WHICH}(?:acomptes?|anticipos?|acconto|acconti|voorschot(?:ten)?|adiantamentos?){_WHICH_ONE}",
            r"acomptes?(?: versés?| payés?)?", r"déjà (?:payé|réglé)", r"anticipos?(?: recibidos?)?", r"pagos? a cuenta", r"reeds betaald",
            r"payé le .*", r"(?:abzüglich |abzgl\.? )?(?:erhaltene|geleistete|bereits geleistete)[nr]? (?:anzahlung|zahlung|vorauszahlung)(?:en)?",
            r"(?:total )?prepaid(?: amount)?", r"paid(?: amount)?(?: to date)?", r"payments?(?: made)?(?: / ?credits?)?", r"deposit applied", r"advance paid",
            r"montant (?:déjà )?(?:payé|réglé|versé)", r"acompte déjà (?:versé|payé|réglé)", r"pagado", r"reeds voldaan", r"betaald", r"acconto(?: versato)?",
            r"già pagato", r"adiantamentos?",
        )),
        ("withheld_tax", r"(?:[-−–]\s*|less:? |minus )?(?:[0-9]{1,2}(?:[.,][0-9]{1,2})?\s*%\s*)?" + _any(
            r"(?:retenci[oó]n(?:es)?|ret\.?)(?: (?:de|del|por|a cuenta))?(?: \(?)?(?: ?[0-9]{1,2}(?:[.,][0-9]{1,2})? ?%)? ?i\.?r\.?p\.?f\.?",
            r"i\.?r\.?p\.?f\.?",
            r"(?:rit(?:enuta)?\.?) (?:d['’]|di )?\s?acconto", r"reten[cç][aã]o(?: na fonte)?(?: (?:de )?irs)?", r"irs",
            r"withholding(?: tax)?", r"(?:income )?tax withheld", r"tds", r"quellensteuer", r"(?:bau)?steuerabzug", r"retenue à la source", r"bronbelasting",
            r"retenci[oó]n (?:de )?i[sv][ar]",
        ) + _RATE + "?"),
        ("retention", _any(
            r"(?:less |minus )?(?:retention|retainage|holdback)(?: money| held| withheld)?", r"(?:abzüglich |abzgl\.? )?(?:sicherheits|garantie)?einbehalt",
            r"retenue de garantie", r"retención(?: de garantía)?", r"ritenuta(?: di garanzia)?",
        ) + _RATE + "?"),
        ("payable", _any(
            r"(?:total )?(?:amount )?(?:now )?due(?: now)?", r"balance(?: due)?", r"due payable", r"residual(?: amount)?",
            r"(?:amount )?outstanding(?: amount)?", r"open (?:amount|balance)", r"remaining(?: amount| balance)?", r"amount payable",
            r"(?:total )?payable", r"total to pay",
            r"l[ií]quido(?: a percibir)?", r"total a (?:percibir|ingresar)",
            r"(?:total )?net à payer(?: en \w+)?",
            r"totale a pagare", r"netto da pagare",
            r"total net à payer", r"(?:solde|montant) à régler", r"restant à payer", r"maksettavaa?(?: yhteensä)?", r"fizetendő", r"za uplatu", r"do úhrady",
            r"zahlbetrag", r"zu zahlen(?:der betrag)?", r"zahlbar", r"fälliger betrag", r"offener betrag", r"restbetrag", r"net à payer",
            r"solde(?: à payer)?", r"reste à payer", r"somme à payer", r"total à payer", r"montant à payer", r"total a pagar",
            r"(?:total |invoice )?(?:amount|balance) (?:due|to pay|payable)(?: (?:on|by) .*)?", r"total due(?: (?:on|by) .*)?", r"zahlungsbetrag",
            r"noch zu zahlen", r"rest(?:zahlung|summe|forderung)", r"noch offen",
            r"verbleibender (?:rest)?betrag", r"zu überweisen(?:der betrag)?", r"überweisungsbetrag", r"zu zahlender gesamtbetrag",
            r"montant dû", r"net à payer (?:ttc|en euros?)", r"restant dû", r"reste dû", r"solde dû", r"à (?:payer|régler)", r"total dû", r"importe pendiente",
            r"total pendiente", r"importo dovuto", r"da pagare", r"saldo(?: a pagar| da pagare)?", r"openstaand(?: bedrag)?", r"te voldoen",
            r"nog te betalen", r"totaal te betalen", r"valor a pagar", r"montante a pagar", r"pay this amount", r"please remit",
            r"att betala", r"att? betale", r"å betale", r"at betale", r"do zapłaty", r"razem do zapłaty", r"celkem k úhradě", r"k úhradě",
            r"importe a pagar", r"líquido a pagar", r"te betalen", r"totale da pagare", r"netto a pagare", r"please pay",
        )),
        ("tax", rf"{_ADDED}\s*(?:[0-9]{{1,2}}(?:[.,][0-9]{{1,2}})?\s*%\s*)?{_TAX_WORD}{_SUM_WORD}(?: thereon)?{_RATE}?(?:\s*\([^)]*%[^)]*\))?{_REGISTERED}"),
        ("gross", _any(
            r"grand total", r"invoice total", r"total (?:incl(?:uding|\.|usive)?|inc\.?)(?: of)?(?: v\.?a\.?t\.?| tax| gst)?", r"total amount",
            r"total gross", r"gross(?: total| amount)?", r"total \(?incl\.? vat\)?", r"gesamt(?:betrag|summe|preis)?(?: brutto)?",
            r"brutto(?:betrag|summe)?", r"rechnungs(?:betrag|summe)", r"endbetrag", r"endsumme", r"summe brutto", r"total ttc",
            r"montant ttc", r"montant total(?: ttc)?", r"total t\.t\.c\.?", r"total (?:de la )?factura?", r"total facture", r"importe total",
            r"total con iva", r"factuur totaal", r"totaal(?: incl\.?(?:usief)? btw)?", r"totale(?: fattura| documento)?", r"total geral",
            r"total (?:usd|eur|gbp|chf|cad|aud|jpy|sek|dkk|nok|pln|inr|kwd)", r"total eur ttc", r"valor total",
            r"(?:usd|eur|gbp|chf|cad|aud|jpy|sek|dkk|nok|pln|inr|myr|rm|sgd|aed|zar) (?:grand )?total", r"total(?: \w+){0,3} ?\(?[il]nc\w*\b.*", 
            r"net invoice total", r"total for this invoice", r"total credit(?:ed)?", r"credit (?:total|amount)", r"total refund", r"gutschriftsbetrag",
            r"total avoir", r"total (?:of )?this invoice", r"total (?:of|for|on) (?:this|the) (?:\w+ )?(?:invoice|bill|account|period|month|note)",
             r"razem(?: brutto)?", r"wartość brutto", r"summa", r"totalt", r"i alt", r"celkem",
            r"(?:gesamt|rechnungs|end)?-?(?:summe|betrag|preis|total)(?: \w{3})? (?:inkl|incl|einschl|mit)\b.*", r"total (?:tvac|toutes taxes comprises)",
            r"montant (?:total )?(?:tvac|toutes taxes comprises)", r"total (?:iva|impuestos|taxes) inclu\w+", r"totale (?:ivato|generale|complessivo)",
            r"totaalbedrag(?: incl\.?(?:usief)? btw)?", r"(?:total )?invoice (?:amount|value|sum)", r"rechnungsendbetrag", r"gesamtrechnungsbetrag",
            r"gesamt", r"total general", r"total facturado", r"order total", r"rounded total", r"total (?:price|cost|charges?|sales?|value)",
            r"(?:total|amount) (?:\w{3} )?(?:with|incl?\w*\.?|inc\.?)\b.*", r"totaal", r"gross (?:sum|value)", r"total payment", r"total ttc .*",
            r"summe gesamt", r"yhteensä", r"(?:laskun )?loppusumma", r"verollinen(?: hinta| summa)?(?: yhteensä)?",
        )),
        ("net", _any(
            r"sub[\s-]?totals?(?: net)?(?: ht)?(?: excl\.? (?:vat|tax))?", r"net(?: total| amount| value)?", r"total net",
            r"total (?:excl(?:uding|\.|usive)?|ex\.?|before)(?: of)?(?: v\.?a\.?t\.?| tax(?:es)?| gst)?", r"taxable amount", r"amount before tax",
            r"netto(?:betrag|summe|wert|rechnungsbetrag)?", r"zwischensumme", r"summe(?: netto)?", r"gesamt netto", r"nettogesamtbetrag",
            r"gesamtbetrag netto", r"warenwert", r"total h\.?t\.?", r"montant h\.?t\.?", r"total hors taxes?", r"montant net", r"sous[\s-]total",
            r"base imponible", r"importe neto", r"total neto", r"neto", r"total sin iva", r"subtotaal", r"totaal excl\.?(?:usief)?(?: btw)?",
            r"exclusief btw", r"imponibile", r"totale imponibile", r"base tributável", r"gesamtsumme netto", r"nettobedrag",
            r"(?:rechnungs|gesamt|zwischen)?-?(?:summe|betrag|preis|total)(?: \w{3})? (?:ohne|exkl|excl|zzgl|vor)\b.*", r"total hors tva", r"total htva",
            r"(?:total|amount|sum) (?:\w{3} )?(?:without|w/o|excl?\w*\.?|before|net of)\b.*", r"total sin impuestos", r"totale netto", r"totale merce",
            r"total ilíquido", r"valor líquido", r"goods (?:total|value)", r"taxable (?:value|total)", r"total taxable(?: amount)?", r"vatable(?: amount)?",
            r"bemessungsgrundlage", r"steuerpflichtiger betrag", r"net(?:to)?-?gesamt(?:betrag|summe)?", r"montant net ht", r"base ht",
            r"base tva", r"subtotale", r"total(?: \w+){0,3} ?\(?exc\w*\b.*", r"net invoice", r"total liquido",
            r"wartość netto", r"razem netto", r"summa netto", r"netto i alt", r"total net (?:value|amount|sum)", r"total exkl moms", r"základ daně",
            r"untaxed (?:amount|total)", r"veroton(?: hinta| summa)?(?: yhteensä)?",
            r"sub total", r"net (?:sum|price|credit)", r"total before .*", r"nettowarenwert", r"amount net", r"total h\.?t\.? .*",
        )),
        ("gross", r"total"),
        ("charge", _any(
            r"(?:freight|shipping|delivery|postage|handling|carriage)(?: (?:&|and) \w+)?(?: (?:charges?|costs?|fees?))?(?: net)?", r"versand(?:kosten)?",
            r"fracht(?:kosten(?:anteil)?)?(?: netto)?",
            r"porto", r"frais de (?:port|livraison|transport)", r"gastos de env[ií]o", r"portes", r"verzendkosten", r"spese di (?:trasporto|spedizione)",
            r"(?:total )?expenses", r"nebenkosten", r"(?:less )?discount", r"(?:abzgl\.? )?(?:[0-9,.]+ ?% )?(?:rabatt|nachlass)", r"remise", r"descuento",
            r"sconto", r"korting",
        )),
        ("last_gross", r"valor|amount|betrag|montant|importe|bedrag|importo"),
    )
)  # fmt: skip

_COLUMN_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("position", (r"pos\.?", r"posten", r"lfd\.? ?nr\.?", r"line", r"zeile", r"ln\.?", r"#", r"no\.?", r"nr\.?", r"n[°º]", r"item (?:no|#)\.?")),
    ("id", (
        r"koodi", r"tuote(?:koodi|nro)",
        r"sku", r"cod\.?", r"(?:item |product |article )?code", r"art(?:ikel)?[\s.-]*(?:nr|no|nummer)\.?", r"réf\.?", r"référence", r"ref\.?", r"referencia",
        r"código", r"gtin", r"ean", r"part (?:no|number)\.?", r"art-nr-lieferant", r"item number", r"product id",
    )),
    ("description", (
        r"description(?: of (?:the )?(?:goods|services?|works?|charges?))?", r"(?:item|product|service|goods|line|job|work) (?:description|name|details?)",
        r"services? rendered", r"narrative", r"narration", r"tasks?", r"charge description", r"positionsbeschreibung", r"leistungstext", r"spezifikation",
        r"objet",
        r"d[ée]signation des (?:travaux|prestations|produits|articles)", r"nature(?: des? (?:travaux|prestations?))?", r"oggetto", r"beni e servizi", r"opis",
        r"kuvaus", r"nimike", r"selite", r"beskrivning", r"dienst(?:en)?", r"naam", r"titel",
        r"services?", r"details?", r"particulars",
        r"benämning", r"beskrivning", r"beskrivelse", r"nazwa(?: towaru| usługi)?.*", r"popis",
        r"name of (?:the )?(?:goods?|services?|items?)(?: or services?)?",
        r"activity", r"work(?: performed)?", r"bezeichnung", r"beschreibung", r"leistung(?:en|sbeschreibung)?", r"(?:artikel|leistungs|waren)bezeichnung",
        r"text", r"désignation", r"designation", r"libellé", r"prestations?", r"concepto", r"descripción", r"detalle", r"omschrijving",
        r"descrizione", r"descrição", r"denominación", r"goods(?: (?:credited|returned))?", r"milestone", r"tätigkeit", r"gegenstand",
    )),
    ("item", (r"items?", r"products?(?: / service)?", r"produkt", r"artikel", r"articles?", r"artículos?", r"articolo", r"artigo", r"part", r"tuote")),
    ("quantity", (
        r"(?:no|number|nos)\.? of (?:units|hours|days|items)", r"q(?:uanti)?ty\.? (?:shipped|billed|invoiced|delivered)", r"shipped", r"uren", r"ore", r"stuks",
        r"(?:invoiced|billed) (?:quantity|qty)", r"anzahl/einh\.?", r"mængde", r"mengde", r"määrä", r"nos\.?",
        r"qty\.?(?: ?/ ?hrs?)?", r"quantity", r"quant\.?", r"qté\.?", r"quantités?", r"menge", r"anzahl", r"cantidad", r"cant\.?", r"hours",
        r"anz\.?", r"antal", r"antall", r"ilość", r"množství", r"hrs\.?", r"units", r"unidades", r"uds\.?", r"aantal", r"hoeveelheid", r"stück", r"stk\.?",
        r"stunden", r"std\.?", r"quantità",
        r"q\.?tà", r"qtd\.?", r"quantidade", r"nombre", r"heures", r"horas", r"days", r"tage",
    )),
    ("discount", (r"disc(?:ount)?\.?\s?%?", r"rabatt(?: ?%)?", r"remise", r"rem\.?", r"descuento", r"dto\.?\s?%?", r"sconto", r"korting", r"desc\.?")),
    ("price", (
        r"net (?:unit )?price", r"unit net price", r"(?:hourly|daily|day|unit) (?:rate|amount|value|charge)", r"(?:eenheids|stuk|uur)prijs", r"uurtarief",
        r"tarief",
        r"(?:importo|valore|valor|prezzo|preço|precio|prix|montant) unit(?:a[iì]re|ario|ário|\.)?(?: ht)?", r"p\. ?unitario", r"unit(?:ary)? price",
        r"price / ?\w+",
        r"(?:unit )?price \(?ex(?:cl?)?\b.*", r"cena za \w+", r"cena jedn\. netto", r"ex(?:cl)?\.? price", r"einzelbetrag", r"[aá]-?hinta", r"yksikköhinta",
        r"p\.?u\.? h\.?t\.?",
         r"à-?pris", r"a-pris", r"styckpris", r"pris", r"e\.?p\.?", r"einh\.?-?preis", r"enhedspris",
        r"enhetspris", r"cena(?: netto| jedn\.?| jednostkowa)?",
        r"pr\. ?unit[aá]rio", r"price \w{3}",
        r"unit price", r"price(?: per unit|/unit)?", r"rate", r"unit cost", r"cost", r"unit rate", r"price each", r"each", r"einzelpreis", r"e-?preis",
        r"einzel", r"stückpreis", r"preis(?: ?/ ?(?:einh(?:eit|\.)?|stück|stk\.?))?", r"stundensatz", r"prix(?: unitaire)?(?: ht)?", r"unitaire",
        r"p\.?u\.?(?: ht)?", r"precio(?: unitario| unit\.?| ud\.?)?", r"p\. ?unit\.?", r"tarifa?", r"prijs(?: per stuk)?", r"prezzo(?: unitario)?",
        r"preço(?: unitário)?", r"nettopreis", r"satz", r"ansatz", r"unit price \w{3}", r"list price", r"fee",
    )),
    ("vat", (
        r"vat(?: ?%| rate)?", r"tax(?:es)?(?: ?%| rate)?", r"ust\.?(?: ?%| satz)?", r"mwst\.?(?:-?\s?%| satz)?", r"tva(?: ?%)?", r"iva(?: ?%)?",
        r"alv\.?(?: ?%)?", r"moms(?: ?%)?", r"dph(?: ?%)?", r"btw(?: ?%)?", r"gst(?: ?%)?", r"% tva", r"% iva", r"steuer", r"st\.?-?satz",
    )),
    ("tax", (
        r"(?:vat|tax|gst|mwst\.?|ust\.?|iva|tva|btw|moms|steuer)[ -]?(?:amount|value|betrag|bedrag|total)",
        r"(?:montant|cuota|importe|kwota|total) (?:tva|iva|vat)",
    )),
    ("gross", (
        r"(?:gross|brutto)(?: ?-?(?:amount|total|value|price|betrag|preis|wert))?", r"(?:wartość|kwota|cena) brutto", r"(?:montant|total|prix total) ttc",
        r"(?:total|amount|subtotal)(?: \w{3})? \(?incl?\b.*", r"importe con iva", r"totale ivato", r"(?:vat|tax) incl\w*\.?",
    )),
    ("net", (
        r"(?:amount|total|subtotal|value|price|bedrag|totaal|betrag|montant|importe|importo|totale)(?: \w{3})? \(?(?:ex(?:cl?)?|netto|net|ht|h\.t\.)\b.*",
        r"ex(?:cl)?\.? (?:total|amount)", r"extended amount", r"line value", r"total line", r"prezzo totale", r"totale riga", r"valor total", r"importe total",
        r"veroton(?: summa| yhteensä)?",
        r"celkem(?: bez dph)?", r"yhteensä", r"line net", r"net value", r"amount due", r"charges?", r"gesamt netto", r"total price", r"total amount",
        r"i alt", r"g\.?p\.?", r"credit", r"sum", r"belopp", r"beløb", r"beløp", r"wartość(?: netto)?", r"net total price", r"amount(?: \w{3})?",
        r"(?:line )?total(?: net| price| amount)?(?: \w{3})?", r"net(?: amount| total| value)?", r"ext(?:ended|\.)?(?: price)?",
        r"value", r"gesamt(?:preis|betrag)?", r"betrag", r"summe", r"g-?preis", r"wert", r"netto(?:wert|betrag|preis gesamt)?", r"montant(?: ht| net)?",
        r"total h\.?t\.?", r"prix ht", r"prix total", r"importe(?: neto)?", r"total neto", r"subtotal", r"line amount", r"bedrag", r"totaal",
        r"importo", r"valor", r"totale", r"neto", r"gesamt netto",
    )),
    ("unit", (r"unit", r"uom", r"enhet", r"j\.?m\.?", r"einheit", r"einh\.?", r"me", r"unité", r"unidad", r"ud\.?", r"eenheid", r"u\.m\.")),
    ("date", (r"date", r"datum", r"fecha", r"service date")),
)  # fmt: skip
COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(plain(rf"{_any(*words)}\Z"), _FLAGS)) for kind, words in _COLUMN_WORDS
)

# The line that tells the law who sells, mostly at the foot: `Free SAS au capital de …`, `Kestrel Ltd, registered in England`.
IMPRINT = re.compile(
    r"(?:au capital|soci[eé]t[eé] au capital|r\.?c\.?s\.? |siren|siret|registered (?:in|office|number|at)|company (?:no|number|reg)|incorporated in"
    r"|amtsgericht|handelsregister"
    r"|hrb |hra |gesch[aä]ftsf[uü]hr|sitz der gesellschaft|registro mercantil|cap(?:itale)?\.? soc|kvk)",
    _FLAGS,
)
# What stands above the address that goods go to: nobody who sells or pays.
SHIP_TO = re.compile(
    r"(?:ship(?:ping|ped)?[\s-]*(?:to|address)?|deliver(?:y|ed)?(?: to| address)?|afleveradres|liefer(?:adresse|anschrift|ung an)|warenempf[aä]nger"
    r"|livr[eé] [aà]"
    r"|(?:adresse de )?livraison|direcci[oó]n de (?:entrega|env[ií]o)|enviar a|luogo di destinazione"
    r"|service (?:address|location)|adresse de l.installation)\s*:?\Z",
    _FLAGS,
)
# Headings of tables that bill nothing: taxes by rate, allowances, days of payment.
OTHER_TABLE = re.compile(
    r"\b(?:steuer(?:satz|betrag|basisbetrag|art)|basisbetrag|bemessungsgrundlage|ust\.?-?(?:satz|betrag)?|mwst\.?-?(?:satz|betrag)?|teilzahlung|fälligkeit|prozent"
    r"|(?:vat|tax)(?: rate| amount| base| code| summary)?|taxable|base|basis|taux|tva|montant tva|base ht|tipo|cuota|imponibile|aliquota|imposta|incidência"
    r"|taxa|percentage|due date|instal?lments?)\b",
    _FLAGS,
)
# A row within a table that repeats what stands above it: the sum of a page, carried over to the next.
CARRIED = re.compile(
    r"(?:amount |sum |total |balance )?(?:carried|brought) (?:forward|over)|[cb]/f(?:wd)?\b|(?:seiten)?ubertrag\b|a reporter|report (?:de la )?page\b"
    r"|suma (?:y sigue|anterior)|a transportar\b|a?\s*riport(?:o|are)\b|(?:sub)?total (?:of )?(?:this )?page|over te brengen|transporteren"
    r"|(?:do|z) przeniesienia",
    _FLAGS,
)
# A row that adds up the lines of a group above it.
GROUP_SUM = re.compile(
    r"\b(?:sub[\s-]?total|total|summe|zwischensumme|sous[\s-]total|subtotale|totale|subtotaal|totaal|suma|razem)\b",
    _FLAGS,
)
TAX_ROW = re.compile(rf"{_TAX_WORD}{_RATE}?(?:\s*\(\w{{1,2}}\))?\Z", _FLAGS)
# A tax word with its rate behind it or before it, wherever they stand in a line or a sentence: `VAT at 13.5% of`, `19 % MwSt.`.
TAX_WITH_RATE = re.compile(
    rf"\b{_TAX_WORD}(?!\w)[^%0-9]{{0,30}}(?P<rate>[0-9]{{1,2}}(?:[.,][0-9]{{1,3}})?)\s*%"
    rf"|(?<![0-9.,])(?P<before>[0-9]{{1,2}}(?:[.,][0-9]{{1,3}})?)\s*%\s*{_TAX_WORD}(?!\w)",
    _FLAGS,
)
# What is owed from before: it belongs to another invoice.
OWED_BEFORE = re.compile(
    r"\b(?:brought forward|b/f|arrears|overdue|previous(?:ly)?|last (?:bill|invoice|statement|month)|old balance|opening balance|outstanding|vorjahr|ruckstand"
    r"|ubertrag|offene posten|mahn\w*|solde (?:anterieur|precedent)|impaye|saldo (?:anterior|precedente)|vorig\w*|tidligere)\b",
    _FLAGS,
)
DUE_WORDS = re.compile(
    r"\b(?:due(?: date| on| by)?|pay(?:able)? (?:by|before|until)|(?:paid|settled?|sent|have it|reach us|transfer(?:red)?) (?:\w+ ){0,3}(?:by|before)"
    r"|fallig(?: am| bis| zum)?|bis (?:zum|spatestens)|zahlbar (?:\w+ ){0,3}bis(?: zum)?|echeance"
    r"|scadenza|vencimiento|vencimento"
    r"|vervaldatum|forfallodatum|forfaldsdato)\b",
    _FLAGS,
)
# Sentences that say when to pay, without a label.
TERMS_SENTENCE = re.compile(
    r"\.?(?:zahlbar|zahlung (?:innerhalb|binnen|bis|sofort)|bei zahlung innerhalb|skontovereinbarung|innerhalb von [0-9]+ tagen|netto innerhalb|sofort zahlbar"
    r"|rechnungsbetrag (?:zahlbar|fällig)|(?:the )?(?:invoice|payment) (?:is )?(?:due|payable) (?:within|in|net|upon|on receipt)|payable (?:within|in|net)"
    r"|due (?:within|in|upon|on receipt)|net [0-9]{1,3}\b|[0-9]{1,3} days (?:net|from|after)|payment within|please pay within"
    r"|paiement (?:à|sous|comptant|dans)|payable (?:à|sous)|règlement (?:à|sous|comptant)|pago (?:a|en)"
    r"|vencimiento a [0-9]|betaling binnen|pagamento (?:a|entro))\b",
    _FLAGS,
)

# A label that speaks of a share of the net or of the tax, wherever the words stand: `Positionen netto`, `Versand USt. 19 %`.
NET_PART = re.compile(r"(?:\bnetto|\bnet|\bht|\bneto|\bhors taxes?)\s*:?\Z", _FLAGS)
TAX_PART = re.compile(rf"\b{_TAX_WORD}{_RATE}", _FLAGS)

INVOICE_TITLE = re.compile(
    r"(?:\b(?:(?:(?:sales|service|commercial|vat|final|interim|progress) )?invoice|tax invoice|facture|factura|fattura|fatura|factuur|faktura|daňový doklad"
    r"|lasku"
    r"|receipt|note d['’]honoraires|honorarnote|fee note"
    r"|nota de honorarios|parcella)|(?:\b|(?<=kopie ))\w*rechnung)\b",
    _FLAGS,
)
CREDIT_TITLE = re.compile(
    r"\b(?:credit (?:note|memo|invoice)|rechnungskorrektur|korrekturrechnung|storno(?:rechnung|beleg)?|avoir|facture d['’]avoir"
    r"|nota de (?:crédito|abono)|factura (?:rectificativa|de abono)|abono|nota di credito|creditnota|creditfactuur|hyvityslasku)\b",
    _FLAGS,
)
# In German an invoice that the buyer writes for the seller; in everyday use also a credit note. Only a person can tell.
SELF_BILLED_TITLE = re.compile(
    r"\b(?:gutschrift|self[\s-]?bill(?:ed|ing)(?: invoice)?|autofacturation|autofactura)\b", _FLAGS
)
OTHER_TITLE = re.compile(
    r"\b(?:lieferschein|delivery note|packing (?:slip|list)|bon de livraison|albarán|quotation|quote|angebot|devis|presupuesto"
    r"|order confirmation|auftragsbestätigung|purchase order|bestellung|bon de commande|mahnung|zahlungserinnerung|payment reminder"
    r"|account statement|statement of account|kontoauszug|pro[\s-]?forma(?: invoice)?|remittance advice|credit application|offerte|pakbon)\b",
    _FLAGS,
)
DENIES_INVOICE = re.compile(
    r"\b(?:keine rechnung|not an? (?:tax )?invoice|this is not an invoice|ceci n['’]est pas une facture|no es (?:una )?factura|geen factuur)\b",
    _FLAGS,
)

LEGAL_FORM = re.compile(
    r"(?:\b(?:gmbh(?: & co\.? kg)?|mbh|ges\.?\s?m\.?\s?b\.?\s?h\.?|kgaa|(?-i:eG|mbB|DAC)|oyj|i/s|k/s|s\.à r\.l\."
    r"|ag|kg|ohg|ug|e\.?\s?[ku]\.?|gbr|e\.?v\.?|llc|l\.l\.c\.|inc\.?|corp(?:oration)?\.?|ltd\.?|limited|plc|llp|lp|co\.?"
    r"|company|s\.?a\.?s\.?u?|s\.?a\.?r\.?l\.?|s\.?l\.?u?\.?|s\.?a\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|b\.?v\.?|n\.?v\.?|aps|a/s|ab|oy|oü|as|sp\.? z o\.?o\.?"
    r"|pty|pvt|s/b|sdn\.? ?bhd\.?|bhd\.?|eurl|sasu|sci|s\.?c\.?|s\.?n\.?c\.?|lda\.?|ltda\.?|kft\.?|k\.k\.|s\.r\.o\.|d\.o\.o\.))(?=$|[\s,.;)·|•-])",
    _FLAGS,
)  # fmt: skip
