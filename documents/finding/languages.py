"""Which language a text is in: by its small words, else by what its file says of itself."""

import re
from collections import Counter
from collections.abc import Mapping

# Words that are frequent in one of these languages and rare in the others.
SMALL_WORDS: Mapping[str, str] = {
    "en": "the of and to shall this by or be is with any such as for not which that are its under",
    "de": "der die das und den von zu mit des dem nicht ist eine einer durch oder auf für sich wird",
    "fr": "le la les des et du une dans est pour par sur que au aux ce cette ou ne pas avec",
    "es": "el los las del y una por con para que se su al como en este esta o no sus",
    "it": "il gli della di e del che una per con nel dei al le è sono non dalla alla delle",
    "nl": "het een van de en dat niet te op aan door met voor zijn wordt deze bij of is worden",
}
# What PostgreSQL cuts words to their stems with.
CONFIGURATIONS: Mapping[str, str] = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "nl": "dutch", "da": "danish",
    "sv": "swedish", "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "fi": "finnish", "pt": "portuguese",
    "ro": "romanian", "hu": "hungarian", "ru": "russian", "tr": "turkish",
}  # fmt: skip
PLAIN = "simple"
# So many small words, and so much more often than in the next language, make sure; what a file says counts where they do not.
ENOUGH, CLEARLY = 8, 1.5
MOST_READ = 40_000
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, said: str = "") -> str:
    """The language as two letters, "" when neither the words nor the file tell. said: what the file says, such as "de-AT".

    Word writes the language of the keyboard into every file, so a German contract often says "en-US": words that tell clearly
    come before it.
    """
    words = Counter(_WORD.findall(text[:MOST_READ].lower()))
    counts = sorted(
        ((sum(words[word] for word in small.split()), name) for name, small in SMALL_WORDS.items()), reverse=True
    )
    (most, best), (next_most, _next) = counts[0], counts[1]
    if most >= ENOUGH and most >= CLEARLY * next_most:
        return best
    named = re.split(r"[-_]", said.strip().lower())[0]
    if named in CONFIGURATIONS:
        return named
    return best if most > next_most else ""


def configuration_of(language: str) -> str:
    """The name of PostgreSQL's configuration for a language; "simple" where it has none."""
    return CONFIGURATIONS.get(language, PLAIN)
