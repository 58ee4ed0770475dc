"""One way to list records: narrowed, searched, sorted, fifty a page, as CSV, and as views that people save.

An app writes a Listing with its columns and filters and answers with `respond`; its template extends listing/list.html and
writes the cells of one row. Whatever the size: one statement counts, one fetches the page, one finds the saved views, and one
finds the options of filters that are found in the table.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.common.keys import OneOf
from flowmono.common.templatetags.writing import say_day, say_moment
from flowmono.listing.csv_writing import lines_of
from flowmono.listing.filters import LONGEST, Choice, Filter, Values, find_values, search
from flowmono.listing.models import SavedView
from flowmono.listing.orders import offered_orders

PAGE = 50
CHUNK = 500
EVERYTHING = "all"
PICKED_AT_ONCE = 200

# So many choices stand beside the words in one row of a desk's screen; two days take the room of two.
ROOM = 4


@dataclass(frozen=True)
class Column:
    """One column. `key` heads it in CSV and names its order in the address; without a label it is in the CSV only.

    `value` is a path such as "vendor.name" or a function of the record; `sort` the columns of the order, "" for none.
    """

    key: str
    label: Any
    value: str | Callable[[Any], Any]
    sort: tuple[str, ...] = ()
    end: bool = False

    def value_of(self, record: Any) -> Any:
        """What stands in the CSV: nothing where the path ends early."""
        if callable(self.value):
            return self.value(record)
        found = record
        for name in self.value.split("."):
            found = getattr(found, name, None)
            if found is None:
                return None
        return found() if callable(found) else found


@dataclass(frozen=True)
class Act:
    """What can be done with the rows that are picked: an address that takes their keys as `pick`, by POST when it changes something."""

    label: Any
    url: str
    icon: str
    changes: bool = True


def state_words(record: Any) -> str:
    """A record's state in words."""
    return str(record.get_state_display())


class Listing:
    """The list of one kind of record as one person asks for it."""

    name: ClassVar[str]
    address: ClassVar[str]
    placeholder: ClassVar[Any] = ""
    words: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    first: ClassVar[str] = ""
    tie: ClassVar[tuple[str, ...]] = ("pk",)
    page_size: ClassVar[int] = PAGE
    # What moves when something in the list may have changed (flowmono.common.moving): the list then asks for itself again.
    topic: ClassVar[str] = "events"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.person: Any = request.user
        self.at: Any = request.at  # type: ignore[attr-defined]

    # --- what an app says -------------------------------------------------------------------------------------------

    def records(self) -> Any:
        """All records that this person may see, with what their rows show."""
        raise TypeError(f"{type(self).__name__} must say which records it lists.")

    def decorate(self, records: list[Any]) -> None:
        """Give the records of one page what their rows show besides; nothing by default."""

    def besides(self, word: str) -> Q:
        """What a word of the search finds besides the columns named in `words`; nothing by default."""
        return Q()

    def look_ahead(self, records: Any) -> None:
        """Before the first row of a CSV: ask once what `decorate` needs for all of its records; nothing by default."""

    # --- what was asked for -----------------------------------------------------------------------------------------

    @cached_property
    def wanted(self) -> dict[str, str]:
        """What narrows and orders the list, by its name in the address; what is not known is left out."""
        return self.read(self.request.GET)

    def read(self, address: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.words and (text := " ".join(address.get("q", "")[:LONGEST].split())):
            found["q"] = text
        for narrowing in self.filters:
            found |= narrowing.read(address)
        if (sort := address.get("sort", "")) and sort.removeprefix("-") in self.sorts:
            found["sort"] = sort
        return found

    @cached_property
    def left_out(self) -> list[str]:
        """What the address asks for and this list does not know, each in words: a person is told that it narrows nothing."""
        said = []
        for narrowing in self.filters:
            known = narrowing.read(self.request.GET)
            label = narrowing.label or getattr(narrowing, "any", "")
            for name in narrowing.names:
                value = self.request.GET.get(name, "").strip()
                if value and name not in known:
                    said.append(_("%(filter)s: “%(value)s”") % {"filter": label, "value": value[:80]})
        sort = self.request.GET.get("sort", "")
        if sort and "sort" not in self.wanted:
            said.append(_("Order: “%(value)s”") % {"value": sort[:80]})
        return said

    @cached_property
    def sorts(self) -> dict[str, tuple[str, ...]]:
        return {column.key: column.sort for column in self.columns if column.sort}

    @property
    def query(self) -> str:
        """The canonical address text of what was asked for: what a saved view keeps."""
        return urlencode(self.wanted)

    def canonical(self, text: str) -> str:
        """The canonical form of an address text that somebody sent."""
        return urlencode(self.read(dict(parse_qsl(text[:1000]))))

    @property
    def is_narrowed(self) -> bool:
        """True when something other than the order was asked for."""
        return bool(self.wanted.keys() - {"sort"})

    @property
    def narrowings(self) -> int:
        """How many filters are set besides the words: shown on the button that opens them on a phone."""
        return len(self.wanted.keys() - {"sort", "q"})

    # --- the records ------------------------------------------------------------------------------------------------

    def found(self) -> Any:
        """The records that fit, in the order asked for."""
        records = self._seen
        if self.wanted.get("q"):
            records = search(records, self.words, self.wanted["q"], self.besides)
        for narrowing in self.filters:
            records = narrowing.apply(records, self.wanted, self.person, self.at)
        return records.order_by(*self._order())

    def _order(self) -> list[Any]:
        asked = self.wanted.get("sort") or self.first
        columns = self.sorts.get(asked.removeprefix("-"), ())
        down = asked.startswith("-")
        return [*(self._by(name, down) for name in columns), *self.tie]

    def _by(self, name: str, down: bool) -> Any:
        """The order by a column, with what has nothing in it last. Of a column that is never empty this is not said: its index serves."""
        may_be_empty = name not in {field.name for field in self._seen.model._meta.concrete_fields if not field.null}
        nulls_last = True if may_be_empty else None
        return F(name).desc(nulls_last=nulls_last) if down else F(name).asc(nulls_last=nulls_last)

    @cached_property
    def _seen(self) -> Any:
        return self.records()

    @cached_property
    def page(self) -> Page:
        found = Paginator(self.found(), self.page_size).get_page(self.request.GET.get("page"))
        found.object_list = self._fetched(found.object_list)
        self.decorate(found.object_list)
        first = self.headings[0]
        for record in found.object_list:
            record.pick_label = _said(first.value_of(record))
        return found

    def _fetched(self, records: Any) -> list[Any]:
        """The rows of one page. Their bare keys are sorted first: many relations are joined for fifty rows only."""
        return list(self._seen.filter(OneOf(F("pk"), records.values("pk"))).order_by(*self._order()))

    @cached_property
    def headings(self) -> list[Column]:
        return [column for column in self.columns if column.label]

    # --- the form ---------------------------------------------------------------------------------------------------

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        """The filters of the form, each with its options and what was chosen."""
        found = []
        for narrowing in self.filters:
            if narrowing.kind == "days":
                values = {"first": self.wanted.get("from", ""), "last": self.wanted.get("until", "")}
                found.append({"kind": "days", "label": narrowing.label, **values})
            elif not narrowing.chips:  # type: ignore[union-attr]
                found.append(self._choice(narrowing))
        return found

    @property
    def near(self) -> list[dict[str, Any]]:
        """The filters that stand in the one row beside the words; all of them where they have room there."""
        return self.asked[: self._near]

    @property
    def far(self) -> list[dict[str, Any]]:
        """The others, behind “More filters”."""
        return self.asked[self._near :]

    @property
    def far_narrowings(self) -> int:
        """How many of the others are set: they are open then."""
        return sum(bool(one.get("chosen") or one.get("first") or one.get("last")) for one in self.far)

    @cached_property
    def _near(self) -> int:
        widths = [2 if one["kind"] == "days" else 1 for one in self.asked]
        if sum(widths) <= ROOM:
            return len(widths)
        # “More filters” itself takes the room of one.
        return sum(sum(widths[: place + 1]) < ROOM for place in range(len(widths)))

    def _choice(self, narrowing: Any) -> dict[str, Any]:
        chosen = self.wanted.get(narrowing.name, "")
        options = self._options(narrowing)
        if chosen and chosen not in {value for value, _words in options}:
            options = [(chosen, chosen), *options]
        return {
            "kind": "choice",
            "name": narrowing.name,
            "label": narrowing.label or narrowing.any,
            "any": narrowing.any,
            "options": options,
            "chosen": chosen,
        }

    def _options(self, narrowing: Any) -> list[tuple[str, Any]]:
        if isinstance(narrowing.options, Values):
            return list(self._values[narrowing.options.column])
        found: list[tuple[str, Any]] = narrowing.found_options(self.person)
        return found

    @cached_property
    def _values(self) -> dict[str, list[tuple[str, str]]]:
        """What the filters offer that is found in the table, all in one statement."""
        asked = [one.options for one in self.filters if isinstance(one, Choice) and isinstance(one.options, Values)]
        return find_values(asked, self.person)

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """Quick filters: one click each."""
        found = []
        for narrowing in self.filters:
            if narrowing.kind == "choice" and narrowing.chips:  # type: ignore[union-attr]
                chosen = self.wanted.get(narrowing.name, "")  # type: ignore[union-attr]
                for value, words in [("", narrowing.any), *self._options(narrowing)]:  # type: ignore[union-attr]
                    address = self._with(narrowing.name, value)  # type: ignore[union-attr]
                    found.append({"label": words, "url": address, "current": value == chosen})
        return found

    @property
    def orders(self) -> list[tuple[str, str]]:
        """What “Sort by” offers where the headings have no room (components/sort_by.html)."""
        return offered_orders(self.columns, self._seen, self.wanted.get("sort", ""))

    @property
    def unsorted(self) -> dict[str, str]:
        """What “Sort by” carries along: all that narrows the list."""
        return {name: value for name, value in self.wanted.items() if name != "sort"}

    @property
    def kept(self) -> dict[str, str]:
        """What the form carries along unseen: the order and the quick filters."""
        unseen = {"sort"} | {one.name for one in self.filters if getattr(one, "chips", False)}  # type: ignore[union-attr]
        return {name: value for name, value in self.wanted.items() if name in unseen}

    def _with(self, name: str, value: str) -> str:
        asked = {key: kept for key, kept in self.wanted.items() if key != name}
        return self.url_of(urlencode(asked | ({name: value} if value else {})))

    def url_of(self, query: str) -> str:
        """The list's address with this query; without one, the whole list and not somebody's default view."""
        return f"{reverse(self.address)}?{query or f'{EVERYTHING}=1'}"

    @property
    def url_of_all(self) -> str:
        return self.url_of("")

    @property
    def url_of_csv(self) -> str:
        return f"{reverse(self.address)}?{urlencode({**self.wanted, 'format': 'csv'})}"

    # --- saved views ------------------------------------------------------------------------------------------------

    @cached_property
    def views(self) -> list[SavedView]:
        """What is offered to this person, each with its address, whether it is open, and whether it is their own."""
        found = list(SavedView.objects.offered_to(self.person, self.name))
        for view in found:
            view.url = self.url_of(view.query)
            view.is_open = view.query == self.query and (bool(view.query) or EVERYTHING in self.request.GET)
            view.is_own = view.owner_id == self.person.pk
        return found

    @property
    def open_view(self) -> SavedView | None:
        """The view that the page shows: one's own before one that is shared."""
        return next(iter(sorted((one for one in self.views if one.is_open), key=lambda one: not one.is_own)), None)

    @property
    def roles(self) -> list[str]:
        """The roles that this person may share a view with: their own."""
        return sorted(self.person.role_names)

    def _default(self) -> SavedView | None:
        if self.request.GET:
            return None
        return next((view for view in self.views if view.is_default and view.is_own and view.query), None)

    # --- answers ----------------------------------------------------------------------------------------------------

    def respond(self, template: str, **facts: Any) -> HttpResponse | StreamingHttpResponse:
        """The page, the CSV (?format=csv), or the way to the person's default view."""
        if self.request.GET.get("format") == "csv":
            return self.csv()
        if (default := self._default()) is not None:
            return HttpResponseRedirect(self.url_of(default.query))
        return render(self.request, template, {"listing": self, "page": self.page, **facts})

    def csv(self) -> StreamingHttpResponse:
        """Every record that fits, or of those the ones that were picked, in the same order, row by row."""
        lines = lines_of([column.key for column in self.columns], self._rows())
        day = self.at.date().isoformat()
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{self.name}-{day}.csv"',
                "Cache-Control": "private, no-store",
            },
        )

    def _rows(self) -> Iterator[list[Any]]:
        found = self.found()
        if "pick" in self.request.GET:
            found = found.filter(pk__in=picked_keys(self.request.GET, found.model))
        self.look_ahead(found)
        for records in _chunks(found.iterator(chunk_size=CHUNK)):
            self.decorate(records)
            for record in records:
                yield [column.value_of(record) for column in self.columns]


def picked_keys(sent: QueryDict, model: Any) -> list[Any]:
    """The keys of the rows that a person picked, 200 at most; what is no key is left out."""
    found = []
    for text in sent.getlist("pick")[:PICKED_AT_ONCE]:
        try:
            found.append(model._meta.pk.to_python(text))
        except ValidationError:
            continue
    return found


def _said(value: Any) -> Any:
    """What a row is called by whoever hears it: a day or a moment as the page writes it."""
    if isinstance(value, datetime):
        return say_moment(value)
    return say_day(value) if isinstance(value, date) else value


def _chunks(records: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(records)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


_KNOWN: dict[str, type[Listing]] = {}


def register(listing: type[Listing]) -> type[Listing]:
    """Make a list known by its name, so that views of it can be saved."""
    _KNOWN[listing.name] = listing
    return listing


def listing_named(name: str) -> type[Listing] | None:
    return _KNOWN.get(name)
