"""How list numbers are written."""

import pytest

from documents.converter.numbering import figure


@pytest.mark.parametrize(
    ("count", "kind", "written"),
    [
        (4, "decimal", "4"),
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (4000, "upperRoman", "4000"),
        (26, "lowerLetter", "z"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (21, "cardinalText", "Twenty-one"),
        (40, "ordinalText", "Fortieth"),
        (12, "ordinalText", "Twelfth"),
        (3, "none", ""),
        (105, "cardinalText", "One hundred five"),
        (1200, "ordinalText", "One thousand two hundredth"),
        (5, "ideographDigital", "五"),
        (21, "japaneseCounting", "二十一"),
        (15, "hebrew1", "טו"),
        (115, "hebrew1", "קטו"),
        (2, "arabicAbjad", "ب"),
        (29, "russianLower", "аа"),
        (12, "decimalEnclosedCircle", "⑫"),
        (12, "thaiNumbers", "๑๒"),
        (5, "someOtherFormat", "5"),
    ],
)
def test_a_count_is_written_in_its_format(count, kind, written):
    assert figure(count, kind) == written
