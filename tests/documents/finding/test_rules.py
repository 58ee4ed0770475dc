"""Search without a database: what was typed, which language a text is in, and the words around a find."""

import pytest

from documents.finding.asking import Question, question_of
from documents.finding.folding import fold
from documents.finding.languages import configuration_of, language_of
from documents.finding.snippets import Piece, snippet_of, stretches_in


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("payment ter", Question("payment", "ter")),
        ("payment terms ", Question("payment", "terms")),
        ('"force majeure" -epidemic', Question('"force majeure"', "", without="epidemic")),
        ("escrow or deposit", Question("escrow", "deposit", either=True)),
        ("CT-2027-0001", Question('"CT 2027 0001"', "")),
        ('law -"New York"', Question("law", "", without='"New York"')),
        ("Gebühr für", Question("Gebuhr", "fur")),
        ("<b>fee</b>", Question('"b fee b"', "")),
        ("or", Question("or", "")),
        ("limited -", Question("limited", "")),
        ("rent - deposit", Question("rent", "deposit")),
        ("rent or -deposit -escrow", Question("rent", "", without="deposit or escrow")),
        ("-deposit rent", Question("", "rent", without="deposit")),
        ("   ", Question("", "")),
    ],
)
def test_what_was_typed_becomes_a_question(typed: str, question: Question) -> None:
    assert question_of(typed) == question


@pytest.mark.parametrize("typed", ["", "-secret", '-"two words"', "- -", '""', "…"])
def test_a_question_that_wants_nothing_is_empty(typed: str) -> None:
    assert question_of(typed).is_empty


def test_folded_letters_stay_in_their_place() -> None:
    text = "Für Über-\u00adÜnterstützung – naïve cafe\u0301 24-hour <b> ﬁ Łódź\x01"

    folded = fold(text)

    assert len(folded) == len(text)
    assert folded.startswith("Fur Uber")
    assert "24 hour" in folded
    assert "\x01" not in folded


TEXTS = {
    "en": "The Supplier shall provide the services to the Customer and this Agreement is governed by the laws of England. Any notice "
    "under this Agreement shall be in writing and is given by the party which terminates it.",
    "de": "Der Auftragnehmer erbringt die Leistungen für den Auftraggeber. Die Vergütung ist mit dem Ablauf von dreißig Tagen fällig "
    "und wird durch eine Rechnung verlangt. Das Recht der Bundesrepublik gilt nicht für sich.",
    "fr": "Le Prestataire fournit les services au Client dans les conditions du contrat. Le prix est payable par virement sur une "
    "période de trente jours et les parties ne sont pas liées par des obligations pour la suite.",
    "es": "El Proveedor prestará los servicios al Cliente con las condiciones del contrato y para una duración que se indica en el "
    "anexo. El precio se paga por transferencia en los treinta días.",
    "it": "Il Fornitore presta i servizi al Cliente con le modalità che sono indicate nel contratto. Il prezzo è pagato con una "
    "fattura per il periodo e gli interessi della somma non sono dovuti.",
    "nl": "De leverancier levert de diensten aan de klant en wordt door het bedrijf betaald met een factuur. Deze overeenkomst is van "
    "kracht te rekenen op de datum en niet voor een andere.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_small_words_tell_the_language(language: str) -> None:
    assert language_of(TEXTS[language]) == language
    assert language_of(TEXTS[language], "en-US") == language


def test_what_the_file_says_counts_where_its_words_do_not() -> None:
    assert language_of("EUR 24,000.00", "de-AT") == "de"
    assert language_of("4711 4712", "xx") == ""
    assert language_of("", "") == ""
    assert (configuration_of("de"), configuration_of("")) == ("german", "simple")


def test_marks_of_the_database_become_places() -> None:
    assert stretches_in("pay \x01within\x02 30 \x01days\x02") == [(4, 10), (14, 18)]


def test_the_words_around_a_find_are_cut_between_words() -> None:
    text = "One two three. " * 20 + "The fee is payable.\n\nIt is due at once. " + "Four five six. " * 20
    at = text.index("payable")

    pieces = snippet_of(text, [(at, at + 7)])

    assert [piece.text for piece in pieces if piece.is_found] == ["payable"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "The fee is payable. It is due at once." in shown
    assert len(shown) < 260


def test_two_places_of_a_long_page_are_shown() -> None:
    text = "alpha " + "word " * 200 + "beta " + "word " * 200 + "gamma"
    stretches = [(text.index(name), text.index(name) + len(name)) for name in ("alpha", "beta", "gamma")]

    pieces = snippet_of(text, stretches)

    assert [piece.text for piece in pieces if piece.is_found] == ["alpha", "beta"]
    assert snippet_of("Nothing is marked.", []) == (Piece("Nothing is marked."),)
