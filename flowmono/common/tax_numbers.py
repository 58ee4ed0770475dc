"""VAT numbers of the European Union and the United Kingdom, told from other numbers and judged by their check digits."""

import re
from dataclasses import dataclass

from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.gb import vat as gb_vat


@dataclass(frozen=True)
class Numbers:
    """A party's numbers, told apart. vat_id: compact, such as DE811234567; tax_id: any other, as it was written."""

    vat_id: str = ""
    tax_id: str = ""

    @property
    def main(self) -> str:
        """The one that tells vendors apart."""
        return self.vat_id or self.tax_id


def tell_numbers_apart(written: str) -> Numbers:
    """What a contract gives as a party's number: the first VAT number of an EU country or the United Kingdom, and the rest.

    A number has the shape of one when only its check digits could be wrong; such a number is kept as the VAT number.
    """
    pieces = [piece.strip() for piece in re.split(r"[,;/|()]|\s+(?:and|und|et)\s+", written) if piece.strip()]
    for place, piece in enumerate(pieces):
        number = _compact(piece)
        if _shape(number) is not None:
            return Numbers(number, ", ".join(pieces[:place] + pieces[place + 1 :]))
    return Numbers(tax_id=written.strip())


_JUDGED = frozenset({*(code.upper() for code in eu_vat.MEMBER_STATES), "EL", "GB"})


def may_be_vat_id(vat_id: str, country: str) -> bool:
    """False when a company of the EU or the United Kingdom cannot have it: no country of those gives numbers of this shape.

    A number whose check digits are wrong may be one, with a slip (`is_doubtful`). Companies of other countries are not judged.
    """
    return country not in _JUDGED or _shape(_compact(vat_id)) is not None


def is_doubtful(vat_id: str) -> bool:
    """True when it is a VAT number of the EU or the United Kingdom whose check digits or length are wrong. Others are not judged."""
    number = _compact(vat_id)
    if number[:2] not in _JUDGED:
        return False
    return _shape(number) is not True


def _shape(number: str) -> bool | None:
    """True for a right VAT number, False when its check digits are wrong, None when it is none."""
    # A number without its country is not told from any other; "GB" is not the EU's any more and has rules of its own.
    judge = gb_vat.validate if number.startswith("GB") else eu_vat.validate
    if not re.match(r"[A-Z]{2}\w*\d", number):
        return None
    try:
        judge(number)
    except InvalidChecksum:
        return False
    except ValidationError:
        return None
    return True


def _compact(number: str) -> str:
    """Capital letters and digits, without the words that say what it is: "VAT no. IE 3498172PH" is IE3498172PH."""
    bare = re.sub(
        r"^.*?\b(?:VAT|USt|UStID|TVA|BTW|IVA|MwSt|NIP|PTU)\b[\s\-.]*(?:(?:registration|identification|id|ident|idnr|nr|no|number|reg)\b[\s.:\-]*)*[:\s]*",
        "",
        number,
        flags=re.IGNORECASE,
    )
    return re.sub(r"[^A-Z0-9]", "", (bare or number).upper())
