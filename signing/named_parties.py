"""Whether a document names a company: by the letters of the name, however it is set, hyphenated, or written without its legal form."""

import re
import unicodedata
from collections.abc import Iterable

# Legal forms as one word each, without points and spaces; those that mean the same have one value.
FORMS = {
    form: meaning
    for meaning, forms in {
        "inc": "inc incorporated",
        "corp": "corp corporation",
        "co": "co company",
        "coltd": "coltd companylimited",
        "ltd": "ltd limited",
        "llc": "llc",
        "llp": "llp",
        "lp": "lp",
        "plc": "plc publiclimitedcompany",
        "pty": "pty ptyltd ptylimited",
        "pte": "pte pteltd ptelimited",
        "gmbh": "gmbh mbh gesellschaftmitbeschrankterhaftung",
        "ggmbh": "ggmbh",
        "gmbhcokg": "gmbhcokg gmbhundcokg",
        "ag": "ag aktiengesellschaft",
        "kg": "kg cokg",
        "ohg": "ohg",
        "ug": "ug",
        "ev": "ev",
        "eg": "eg",
        "se": "se",
        "sa": "sa",
        "sas": "sas",
        "sasu": "sasu",
        "sarl": "sarl",
        "srl": "srl",
        "spa": "spa",
        "sl": "sl slu",
        "sau": "sau",
        "bv": "bv",
        "nv": "nv",
        "ou": "ou",
        "oy": "oy",
        "oyj": "oyj",
        "ab": "ab",
        "as": "as",
        "asa": "asa",
        "aps": "aps",
        "uab": "uab",
        "sia": "sia",
        "sro": "sro",
        "doo": "doo",
        "kft": "kft",
        "zrt": "zrt",
        "spzoo": "spzoo",
        "kk": "kk kabushikikaisha",
        "gk": "gk",
        "ltda": "ltda",
        "lda": "lda",
        "sadecv": "sadecv",
        "srldecv": "srldecv sderldecv",
    }.items()
    for form in forms.split()
}
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)  # scripts that put no space between words
LONGEST_FORM = 6  # words: "S. de R.L. de C.V." has as many, its letters apart
LEADING = frozenset({"ou", "sia", "uab", "the"})  # what may stand before a name without being part of it


def names_company(text: str, names: Iterable[str]) -> bool:
    """True when one of these names stands in the text as words of its own.

    Case, accents, ligatures, spaces, hyphens (also those at the end of a line) and points make no difference, and the legal form
    may be missing or another: "Bright-\\nwater instruments" is "Brightwater Instruments GmbH". False without names.
    """
    words = _words(text)
    letters = "".join(words)
    starts, ends, at = set(), set(), 0
    for word in words:
        starts.add(at)
        at += len(word)
        ends.add(at)
    return any(_stands(key, letters, starts, ends) for key in {_bare(name)[0] for name in names} if key)


def _stands(key: str, letters: str, starts: set[int], ends: set[int]) -> bool:
    at = letters.find(key)
    while at >= 0:
        end = at + len(key)
        if (at in starts or UNSPACED.match(letters[at])) and (end in ends or UNSPACED.match(letters[end - 1])):
            return True
        at = letters.find(key, at + 1)
    return False


def is_same_company(one: str, other: str) -> bool:
    """True when both names can be of one company: the same letters, and no legal form that contradicts the other's."""
    (key, form), (other_key, other_form) = _bare(one), _bare(other)
    return bool(key) and key == other_key and (not form or not other_form or form == other_form)


def _bare(name: str) -> tuple[str, str]:
    """(the letters of the name without its legal form, the legal form): a name that is nothing but a form stays whole."""
    words = _words(name)
    form = ""
    while len(words) > 1:
        length = next((n for n in range(min(LONGEST_FORM, len(words) - 1), 0, -1) if "".join(words[-n:]) in FORMS), 0)
        if not length:
            break
        form = FORMS["".join(words[-length:])] + form
        words = words[:-length]
    if len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    return "".join(words), form


def _words(text: str) -> list[str]:
    """The words without accents, ligatures, soft hyphens and case."""
    plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "").casefold())
    return re.findall(
        r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    )
