"""Units of measure: when two codes mean the same, and by which factor one becomes the other."""

from decimal import Decimal

from procurement.matching.model import OrderLine

# UN/ECE Recommendation 20 codes beside what people and other lists write for them.
_SAME_UNIT = {
    "C62": "H87 EA EACH PCE PCS PC PIECE ST STK STUECK STÜCK UNIT UNITS NAR",
    "LS": "LUMP LUMPSUM PAUSCHAL PSCH PAUSCH",
    "HUR": "HOUR HOURS H HRS STD STUNDE STUNDEN",
    "DAY": "DAYS D TAG TAGE",
    "MON": "MONTH MONTHS MONAT MONATE",
    "ANN": "YEAR YEARS JAHR JAHRE",
    "MTR": "M LM LFM",
    "KGM": "KG",
    "TNE": "T TO",
    "LTR": "L",
}
_CANONICAL = {name: code for code, names in _SAME_UNIT.items() for name in (code, *names.split())}

# Exact by definition, in the first unit of each group. Everything else needs a factor kept with the order line.
_MEASURES = (
    {"KGM": Decimal(1), "TNE": Decimal(1000), "GRM": Decimal("0.001"), "MGM": Decimal("0.000001")},
    {"MTR": Decimal(1), "KMT": Decimal(1000), "CMT": Decimal("0.01"), "MMT": Decimal("0.001")},
    {"LTR": Decimal(1), "MLT": Decimal("0.001"), "MTQ": Decimal(1000), "HLT": Decimal(100)},
    {"MIN": Decimal(1), "HUR": Decimal(60), "SEC": Decimal(1) / 60},
    {"C62": Decimal(1), "DZN": Decimal(12)},
)


def canonical_unit(unit: str) -> str:
    """The unit's code, with other names for the same thing folded together."""
    plain = unit.strip().upper().rstrip(".")
    return _CANONICAL.get(plain, plain)


def unit_factor(unit: str | None, line: OrderLine) -> Decimal | None:
    """How many of the order line's units one `unit` is; 1 when either is not given; None when no factor is known."""
    if not unit or not line.unit or canonical_unit(unit) == canonical_unit(line.unit):
        return Decimal(1)
    for stored, factor in line.unit_factors.items():
        if canonical_unit(stored) == canonical_unit(unit) and factor > 0:
            return factor
    for measure in _MEASURES:
        if canonical_unit(unit) in measure and canonical_unit(line.unit) in measure:
            return measure[canonical_unit(unit)] / measure[canonical_unit(line.unit)]
    return None
