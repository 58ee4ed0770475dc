"""The tags of our pages. Each is documented, with a picture, on the style guide page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.context import RenderContext
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from flowmono.common.models import Company
from flowmono.common.money import Money
from flowmono.common.reading import number_locale
from flowmono.common.templatetags import writing
from flowmono.common.templatetags.icons import draw_icon
from flowmono.common.templatetags.states import KINDS, kind_of_state

register = template.Library()

NOTHING = mark_safe('<span class="faint" aria-hidden="true">–</span>')


def _locale() -> str:
    return writing.reading_locale()


@register.simple_tag
def before_reading() -> str:
    """A moment of the machine's clock before anything on this page was read: what happened since may not stand on it (live.js)."""
    return (timezone.now() - timedelta(seconds=3)).isoformat()


@register.filter
def side_by_side(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The steps of a path in groups that are asked at the same time: neighbours with one sequence. For components/path.html."""
    groups: list[list[Mapping[str, Any]]] = []
    for step in steps:
        last = groups[-1][-1].get("sequence") if groups else None
        if last is not None and last == step.get("sequence"):
            groups[-1].append(step)
        else:
            groups.append([step])
    return [{"steps": group, "kind": _kind_of_group([step["kind"] for step in group])} for group in groups]


def _kind_of_group(kinds: Sequence[str]) -> str:
    for kind in ("rejected", "current", "waiting", "done"):
        if kind in kinds:
            return kind
    return "skipped"


# --- small words --------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", large: bool = False) -> SafeString:
    """{% icon "check" %}: an icon of lucide, unspoken unless it has a label."""
    folder = Path(settings.BASE_DIR) / "node_modules" / "lucide-static" / "icons"
    return mark_safe(draw_icon(folder, name, label=str(label), large=large))  # noqa: S308 (label is escaped)


@register.simple_tag
def money(amount: Decimal | int | str | Money | None, currency: str = "") -> SafeString:
    """{% money invoice.total invoice.currency %}, or {% money total %} of a Money; a dash for None."""
    if isinstance(amount, Money):
        return money(amount.amount, amount.currency)
    if amount is None or amount == "":
        return NOTHING
    written = writing.write_amount(Decimal(str(amount)), str(currency), number_locale.get() or _locale())
    if currency:
        return format_html('<span class="money">{}</span>', written)
    return format_html(
        '<span class="money">{}</span> <span class="is-warn small">{}</span>', written, gettext("(no currency)")
    )


@register.simple_tag
def rate(value: Decimal) -> str:
    """{% rate order.rate %}: an exchange rate with its digits and no zeros behind them."""
    return writing.write_rate(value, number_locale.get() or _locale())


@register.simple_tag
def day(value: date | datetime | None) -> SafeString:
    """{% day order.due_on %}: 5 Nov 2026; of a moment, its day in the reader's zone; a dash for None."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_html(
        '<time class="day" datetime="{}">{}</time>', value.isoformat(), writing.write_day(value, _locale())
    )


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """{% moment entry.at %}: 5 Nov 2026, 14:05 in the reader's zone; seconds and zone on hover; a dash for None."""
    if value is None or value == "":
        return NOTHING
    here = timezone.localtime(value) if timezone.is_aware(value) else timezone.make_aware(value)
    return format_html(
        '<time class="day" datetime="{}" title="{}">{}</time>',
        here.isoformat(timespec="seconds"),
        writing.write_moment_fully(here, _locale()),
        writing.write_moment(here, _locale()),
    )


@register.simple_tag(takes_context=True)
def due(context: template.Context, value: date | None, met: bool = False) -> SafeString:
    """{% due milestone.due_on met=milestone.accepted_at %}: the day, and how many days are left or lost."""
    if value is None or value == "" or met:
        return day(value)
    at = getattr(context.get("request"), "at", None) or timezone.now()
    left = (value - timezone.localtime(at).date()).days
    if left < 0:
        kind, words = "is-bad", ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    elif left == 0:
        kind, words = "is-warn", gettext("today")
    else:
        kind = "is-warn" if left <= 7 else "soft"
        words = ngettext("in %(days)s day", "in %(days)s days", left) % {"days": left}
    return format_html('{} <span class="{} small nowrap">{}</span>', day(value), kind, words)


@register.simple_tag
def badge(label: str, kind: str = "neutral") -> SafeString:
    """{% badge _("Draft") kind="neutral" %}: kinds are neutral, info, good, warn, bad, and plain (no dot)."""
    if kind not in (*KINDS, "plain"):
        raise template.TemplateSyntaxError(f"{kind!r} is not a kind of badge: use one of {', '.join(KINDS)}, plain.")
    words = str(label)
    return format_html('<span class="badge badge-{}">{}</span>', kind, words[:1].upper() + words[1:])


@register.simple_tag
def state(record: Model | str, field: str = "state") -> SafeString:
    """{% state order %}: the record's state in words, in the colour that the table in states.py gives it."""
    if isinstance(record, Model):
        name = f"{record._meta.app_label}.{record._meta.model_name}"
        # What a reader wants to know may be another thing than how far the record is: a model says so with `shown_state`.
        shown = getattr(record, "shown_state", None) if field == "state" else None
        if shown is not None:
            value, label = shown
        else:
            value = str(getattr(record, field))
            label = str(getattr(record, f"get_{field}_display", lambda: "")()) or value
    else:
        value, name, label = str(record or ""), "", str(getattr(record, "label", record or ""))
    if label == value:
        label = value.replace("_", " ")
    return badge(label, kind_of_state(name, value)) if label else NOTHING


@register.filter
def name_in_words(name: str) -> str:
    """{{ event.name|name_in_words }}: "ContractSigned" reads "Contract signed"."""
    return writing.write_name(str(name))


@register.filter
def said(words: Any) -> str:
    """{{ role|said }}: a word that is kept in English (a role, a category, a field of a contract), in the reader's language."""
    return gettext(str(words)) if words else ""


@register.filter
def font_in_words(family: Any) -> str:
    """{{ got|font_in_words }}: a font file's name, such as "LiberationSans", as its family is called: "Liberation Sans"."""
    return re.sub(r"(?<=[a-z])(?=(?:Sans|Serif|Mono|Narrow|Condensed)(?![a-z]))", " ", str(family or ""))


@register.filter
def breakable(address: Any) -> SafeString:
    """{{ contact.email|breakable }}: an address that may go on in the next line behind its @, and in no word."""
    before, at, behind = str(address or "").rpartition("@")
    return format_html("{}{}<wbr>{}", before, at, behind) if at else format_html("{}", behind)


@register.filter
def as_read(words: Any) -> str:
    """{{ finding.sentence|as_read }}: a kept sentence, its amounts and days as the reader writes them."""
    return writing.as_read(str(words or ""))


@register.filter
def day_in_words(value: date | datetime | None) -> str:
    """{{ paper.valid_until|day_in_words }}: a day inside a sentence or a letter, as the reader writes it."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return writing.say_day(value)


@register.filter
def moment_in_words(value: datetime | None) -> str:
    """{{ envelope.expires_at|moment_in_words }}: a moment inside a sentence or a letter, with the zone it is told in."""
    return writing.say_moment(value) if value else ""


@register.filter
def number(value: Decimal | int | None) -> str:
    """{{ milestone.accepted_percent|number }}: a number with its digits and no zeros behind them, as the reader writes it."""
    return "" if value is None else writing.write_rate(Decimal(value), number_locale.get() or _locale())


@register.filter
def periods_in_words(text: str | None) -> str:
    """{{ line.due_text|periods_in_words }}: "P6M after Final Acceptance" reads "6 months after Final Acceptance"."""
    return writing.write_periods(str(text or ""))


@register.filter
def shortened(text: str | None, most: int) -> str:
    """{{ term.quote|shortened:200 }}: at most so many characters, cut between two words, with an ellipsis where something is left out."""
    return writing.shorten(str(text or ""), most)


# What a history writes where nobody gave a reason: the kind of who acted, and its name.
_ACTED = re.compile(r"(?:system|watch|event|token|person|signer):(?P<name>.+)", re.DOTALL)


@register.filter
def acted(reason: str | None) -> str:
    """{% firstof version.history_user version.history_change_reason|acted "–" %}: the name of who acted, where it is written as a reason."""
    found = _ACTED.fullmatch(reason or "")
    return found["name"] if found else ""


@register.filter
def reasoned(reason: str | None) -> str:
    """{{ version.history_change_reason|reasoned }}: the reason that somebody gave; nothing where only who acted is written there."""
    return "" if _ACTED.fullmatch(reason or "") else reason or ""


@register.filter
def in_groups(number: str | None) -> str:
    """{{ payee.iban|in_groups }}: an account number as banks print it, in groups of four."""
    return " ".join(re.findall(r".{1,4}", str(number or "")))


@register.simple_tag
def avatar(person: Any) -> SafeString:
    """{% avatar user %}: the person's initials in a circle, unspoken: write the name beside it."""
    name = str(person or "")
    return format_html(
        '<span class="avatar avatar-{}" aria-hidden="true">{}</span>', writing.colour_of(name), writing.initials(name)
    )


@register.simple_tag
def person(who: Any) -> SafeString:
    """{% person order.requested_by %}: initials and name; a dash for nobody."""
    return format_html('<span class="person">{} <span>{}</span></span>', avatar(who), who) if who else NOTHING


@register.simple_tag
def brand_mark() -> SafeString:
    """The mark of Flowmono, in the colour of its surroundings."""
    return mark_safe(_read_mark(Path(settings.BASE_DIR) / "static" / "img" / "mark.svg"))  # noqa: S308 (our own file)


@register.simple_tag
def company_name() -> str:
    """The name of the company that this installation works for; empty until it is entered."""
    return Company.objects.order_by("pk").values_list("name", flat=True).first() or ""


@lru_cache(8)
def _read_mark(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text.replace("<svg ", '<svg class="brand-mark" aria-hidden="true" focusable="false" ', 1)


@register.simple_tag(takes_context=True)
def page_title(context: template.RequestContext) -> str:
    """What the page put in {% block title %}, so that the heading and the window say the same."""
    blocks = _render_context(context).get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("title") if blocks else None
    return mark_safe(block.nodelist.render(context).strip()) if block else ""  # noqa: S308 (already rendered)


def _render_context(context: template.Context) -> RenderContext:
    return context.render_context


# --- asking -------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(
    bound: BoundField, hint: str | None = None, label: str = "", drop: bool = False, placeholder: bool = True
) -> SafeString:
    """{% field form.amount hint=_("Without tax.") %}: label, control, hint, and errors beside the field.

    Without a hint the field's own help text is shown; hint="" shows none. drop=True makes a file field a place to drop
    files on; placeholder=False leaves out a placeholder that only repeats the label.
    """
    if not isinstance(bound, BoundField):
        raise template.TemplateSyntaxError("{% field %} wants a field of a form, for example form.amount.")
    if bound.is_hidden:
        return bound.as_widget()
    hint = str(bound.help_text if hint is None else hint)
    described = [f"{bound.auto_id}_hint"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if not placeholder:
        attrs["placeholder"] = False
    grouped = bound.field.widget.use_fieldset
    return render_to_string(
        "components/field.html",
        {
            "bound": bound,
            "label": label or bound.label,
            "hint": hint,
            "control": bound.as_widget(attrs={} if grouped else attrs),
            "described": " ".join(described),
            "grouped": grouped,
            "tick": getattr(bound.field.widget, "input_type", "") == "checkbox" and not grouped,
            "drop": drop,
            "again": bound.html_name in bound.form.files and not bound.form.is_valid(),
            "several": getattr(bound.field.widget, "allow_multiple_selected", False),
        },
    )


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm, focus: bool = True, rows: Iterable[BaseForm] = ()) -> dict[str, Any]:
    """{% form_errors form %}: what is wrong with the form, each with a link to its field; nothing when nothing is.

    It takes the focus when the page opens, so that it is read out first; focus=False leaves the focus alone. rows: lines that are
    entered with it, each a form of its own, named by their places.
    """
    found = _found_in(form)
    for place, row in enumerate(rows, 1):
        found += [
            (address, gettext("Line %(n)s: %(words)s") % {"n": place, "words": words})
            for address, words in _found_in(row)
        ]
    return {"general": form.non_field_errors(), "found": found, "focus": focus}


def _found_in(form: BaseForm) -> list[tuple[str, str]]:
    found = []
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            target = bound.id_for_label or f"{bound.auto_id}_0"
            known = form.errors[name].as_data()
            found += [
                (f"#{target}", _said_of(bound, one, words)) for one, words in zip(known, bound.errors, strict=True)
            ]
    return found


@register.simple_tag
def as_shown(form: BaseForm) -> str:
    """{% as_shown form %}: the values that the form is shown with, hidden, so that its page is told when somebody else changed them."""
    return format_html('<input type="hidden" name="{}" value="{}" data-kept>', form.as_shown_name, form.as_shown)  # type: ignore[attr-defined]


def _said_of(bound: BoundField, error: ValidationError, words: str) -> str:
    """One error as a sentence of its own, away from its field."""
    label = bound.label
    if error.code == "required" and isinstance(bound.field, forms.BooleanField):
        return gettext("“%(field)s” is not ticked yet.") % {"field": label}
    if error.code == "required":
        return gettext("“%(field)s” is still empty.") % {"field": label}
    return f"{label}: {words}" if str(label)[-1:].isalnum() else f"{label} {words}"


# --- lists --------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pagination.html", takes_context=True)
def paginate(context: template.Context, page_obj: Any, parameter: str = "page") -> dict[str, Any]:
    """{% paginate page_obj %}: where we are and how to go on, keeping the rest of the address."""
    return {
        "page": page_obj,
        "previous": _address(context, **{parameter: page_obj.previous_page_number()})
        if page_obj.has_previous()
        else "",
        "next": _address(context, **{parameter: page_obj.next_page_number()}) if page_obj.has_next() else "",
    }


@register.inclusion_tag("components/sort_heading.html", takes_context=True)
def sort_heading(context: template.Context, label: str, key: str, end: bool = False) -> dict[str, Any]:
    """{% sort_heading _("Amount") "amount" end=True %}: a <th> whose link sorts by ?sort=amount, then ?sort=-amount."""
    request = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    wanted = f"-{key}" if order == "ascending" else key
    return {"label": label, "order": order, "end": end, "address": _address(context, sort=wanted, page=None)}


@register.inclusion_tag("components/sort_by.html", takes_context=True)
def sort_by(
    context: template.Context,
    orders: Sequence[tuple[str, str]] = (),
    kept: Mapping[str, str] | None = None,
    always: bool = False,
    pick: bool = False,
) -> dict[str, Any]:
    """{% sort_by listing.orders listing.unsorted pick=True %}: the order of a list, chosen where its headings have no room.

    Just before .table-scroll. `orders` are (value of ?sort=, words), `kept` what narrows the list; always=True shows it at every
    width, for a list without headings; pick=True adds the box that chooses all rows.
    """
    request = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    return {
        "orders": orders,
        "kept": kept or {},
        "current": current,
        "path": request.path if request else "",
        "always": always,
        "pick": pick,
    }


def _address(context: template.Context, **changes: object) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


# --- pieces that hold something -----------------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(label: str, **facts: Any) -> dict[str, Any]:
    """{% button _("Approve") kind="primary" icon="check" %}; parameters in components/button.html."""
    return {"label": label, **facts}


@register.inclusion_tag("components/quote.html")
def quote(text: str, page: int | None = None, source: str = "", href: str = "") -> dict[str, Any]:
    """{% quote line.quote page=line.page href=clause_url %}: the sentence that justifies; a table's cells kept apart."""
    cells = [cell.strip() for cell in (text or "").split("\t") if cell.strip()]
    return {"cells": cells, "page": page, "source": source, "href": href}


@register.inclusion_tag("components/verdict.html")
def verdict(words: str, kind: str = "info", why: str = "") -> dict[str, Any]:
    """{% verdict _("Matches the order and the contract.") kind="good" why=... %}: an answer, in words."""
    sign = {"good": "check", "warn": "triangle-alert", "bad": "x", "info": "info"}.get(kind, "minus")
    return {"words": words, "kind": kind, "why": why, "sign": sign}


@register.simple_block_tag
def card(content: str, title: str = "", **facts: Any) -> SafeString:
    """{% card _("Milestones") flush=True %}…{% endcard %}; parameters in components/card.html."""
    return render_to_string("components/card.html", {"title": title, "content": content, **facts})


@register.simple_block_tag
def callout(content: str, title: str = "", kind: str = "info") -> SafeString:
    """{% callout _("Bank account changed") kind="warn" %}…{% endcallout %}."""
    return render_to_string("components/callout.html", {"title": title, "content": content, "kind": kind})


@register.simple_block_tag(takes_context=True)
def confirm(context: template.Context, content: str, **facts: Any) -> SafeString:
    """{% confirm id="void" label=_("Void") title=_("Void this contract?") action=url %}…fields…{% endconfirm %}.

    A button that asks before it acts; parameters in components/confirm.html.
    """
    for needed in ("id", "label", "title", "action"):
        if not facts.get(needed):
            raise template.TemplateSyntaxError(f"{{% confirm %}} needs {needed}=.")
    return render_to_string(
        "components/confirm.html", {"content": content, "csrf_token": context.get("csrf_token"), **facts}
    )


@register.simple_block_tag
def menu(content: str, label: str = "", icon: str = "ellipsis", kind: str = "") -> SafeString:
    """{% menu _("More") %}<a href="…">…</a>{% endmenu %}: a short list of further actions."""
    return render_to_string("components/menu.html", {"content": content, "label": label, "icon": icon, "kind": kind})
