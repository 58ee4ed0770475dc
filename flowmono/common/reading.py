"""How the person who reads now writes numbers: set by the middleware, used by the tags that write money."""

from contextvars import ContextVar
from typing import Final

from django.utils.translation import gettext_lazy as _

# Locales by how they write numbers; "" is the way of the language.
NUMBER_FORMATS: Final = (
    ("", _("As in the language of the pages")),
    ("en", "1,234.56"),
    ("de", "1.234,56"),
    ("fr", "1 234,56"),
    ("de_CH", "1’234.56"),
)
number_locale: ContextVar[str] = ContextVar("number_locale", default="")
