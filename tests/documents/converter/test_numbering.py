"""How list numbers are written."""

import pytest

from documents.converter import convert
from documents.converter.numbering import figure
from tests.documents.converter.drafts import STYLES, docx, numbered, story


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


@pytest.mark.parametrize(
    ("language", "count", "cardinal", "ordinal", "short"),
    [
        ("de-DE", 1, "Eins", "Erste", "1."),
        ("de-DE", 7, "Sieben", "Siebte", "7."),
        ("de-AT", 21, "Einundzwanzig", "Einundzwanzigste", "21."),
        ("de-DE", 1101, "Eintausendeinhunderteins", "Eintausendeinhunderterste", "1101."),
        ("fr-FR", 1, "Un", "Premier", "1er"),
        ("fr-FR", 5, "Cinq", "Cinquième", "5e"),
        ("fr-FR", 21, "Vingt et un", "Vingt et unième", "21e"),
        ("fr-CA", 71, "Soixante et onze", "Soixante et onzième", "71e"),
        ("fr-FR", 80, "Quatre-vingts", "Quatre-vingtième", "80e"),
        ("fr-FR", 200, "Deux cents", "Deux centième", "200e"),
        ("fr-FR", 99, "Quatre-vingt-dix-neuf", "Quatre-vingt-dix-neuvième", "99e"),
        ("es-ES", 16, "Dieciséis", "Decimosexto", "16º"),
        ("es-ES", 31, "Treinta y uno", "Trigésimo primero", "31º"),
        ("es-MX", 100, "Cien", "Centésimo", "100º"),
        ("es-ES", 21000, "Veintiún mil", "21000º", "21000º"),
        ("nl-NL", 2, "Two", "Second", "2nd"),
    ],
)
def test_a_count_in_words_speaks_the_language_of_the_text(language, count, cardinal, ordinal, short):
    assert figure(count, "cardinalText", language) == cardinal
    assert figure(count, "ordinalText", language) == ordinal
    assert figure(count, "ordinal", language) == short


GERMAN_WORDS = story(
    "numbering",
    "<w:abstractNum w:abstractNumId='1'><w:name w:val='Clauses'/>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='ordinalText'/><w:lvlText w:val='%1r Teil'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
)
GERMAN_STYLES = STYLES.replace("<w:sz w:val='20'/>", "<w:sz w:val='20'/><w:lang w:val='de-DE'/>")


def test_a_german_contract_counts_its_parts_in_german():
    text = convert(
        docx(numbered("Lieferung") + numbered("Preis"), parts={"n": ("numbering", GERMAN_WORDS)}, styles=GERMAN_STYLES)
    ).text

    assert text == "Erster Teil Lieferung\nZweiter Teil Preis\n"


def list_number(instruction: str) -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText xml:space='preserve'> LISTNUM {instruction} </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def test_a_field_counts_on_in_the_list_that_it_names():
    inside = list_number("Clauses \\l 2") + "<w:r><w:t xml:space='preserve'> works; </w:t></w:r>"
    clause = numbered("Supply of: ").replace("</w:p>", inside * 2 + "</w:p>")

    text = convert(docx(clause + clause, parts={"n": ("numbering", GERMAN_WORDS)}, styles=GERMAN_STYLES)).text

    assert text == "Erster Teil Supply of: (a) works; (b) works;\nZweiter Teil Supply of: (a) works; (b) works;\n"


def test_a_field_that_counts_in_a_list_of_no_file_is_told():
    conversion = convert(docx(f"<w:p>{list_number('Nowhere')}<w:r><w:t>Supply</w:t></w:r></w:p>"))

    assert conversion.text == "Supply\n"
    assert any("LISTNUM" in warning for warning in conversion.warnings)
