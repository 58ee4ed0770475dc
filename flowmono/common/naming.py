"""Names of the code that people read: said in their language even where nobody wrote words for them."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy

# Whose words are in our catalogue; Django and most libraries bring their own.
OURS = ("flowmono", "documents", "signing", "vendors", "contracts", "procurement", "demo", "allauth")


def is_ours(app: AppConfig) -> bool:
    """True for an app of the product itself, or one whose library does not let its names be translated."""
    return app.name.split(".", 1)[0] in OURS


def say_names(app: AppConfig) -> None:
    """Let the app, and each of its models and fields that has no words of its own, say its name in the reader's language.

    Django takes those names from the code ("valid until" of valid_until). Migrations are not touched by it: they keep only
    words that a field was given.
    """
    app.verbose_name = gettext_lazy(str(app.verbose_name))  # type: ignore[assignment]
    for model in app.get_models(include_auto_created=True):
        named: list[tuple[Any, str]] = [(model._meta, "verbose_name"), (model._meta, "verbose_name_plural")]
        named += [(field, "verbose_name") for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]
        for holder, attribute in named:
            words = getattr(holder, attribute)
            formed = attribute == "verbose_name_plural" and attribute not in model._meta.original_attrs
            if formed or (isinstance(words, str) and words):
                setattr(holder, attribute, gettext_lazy(str(words)))
