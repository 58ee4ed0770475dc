"""The answer to a search: pages of documents that a person sees, the best first, with the words around each find.

Words that stand nearly everywhere would make the database rank every page there is; the newest CANDIDATES pages that fit are
ranked, and the answer says when there were more.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, Value
from django.utils import timezone
from psycopg.sql import Literal

from documents.finding.asking import Question, question_of
from documents.finding.facets import counted, narrowed_by
from documents.finding.folding import fold
from documents.finding.languages import CONFIGURATIONS, PLAIN, configuration_of
from documents.finding.snippets import START, STOP, Piece, snippet_of, stretches_in
from documents.homes import COPY, HOMES, visible_versions
from documents.models import Document, PageText, Reading, ReadState, Version
from flowmono.accounts.models import User

CANDIDATES = 400
# Whoever sees more versions than this is asked which of the pages that fit they see.
KNOWN = 1_500
PAGE = 20
OTHER_PAGES = 8
_BOTH = """
select c, (websearch_to_tsquery(c::regconfig, %s) && (to_tsquery(c::regconfig, %s) || to_tsquery('simple', %s)))::text
from unnest(%s::text[]) as c
"""
_EITHER = _BOTH.replace("&&", "||")
_HEADLINES = """
select ts_headline(c::regconfig, t, q::tsquery, %s)
from unnest(%s::text[], %s::text[], %s::text[]) with ordinality as asked (c, t, q, n) order by n
"""
_OPTIONS = f'HighlightAll=true, StartSel="{START}", StopSel="{STOP}"'


@dataclass(frozen=True)
class Narrowing:
    """What narrows an answer. facets: what apps registered; earlier: versions that do not count any more are found, too."""

    kind: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    earlier: bool = False
    facets: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_of_documents(self) -> bool:
        """True where it leaves out documents, whatever their pages hold."""
        return bool(self.kind or self.since or self.until or any(self.facets.values()))


@dataclass(frozen=True)
class Hit:
    """One document in the answer: its best page with the words around the finds, and the numbers of other pages that fit."""

    version: Version
    page: int
    language: str
    rank: float
    pieces: tuple[Piece, ...]
    others: tuple[int, ...]

    @property
    def document(self) -> Document:
        document: Document = self.version.document
        return document


@dataclass(frozen=True)
class _Best:
    """A version that fits, before its words are fetched."""

    version: UUID
    made_at: datetime
    rank: float
    page: int  # the key of the best page
    pages: tuple[int, ...]


class Answer:
    """The pages that fit a question and that a person sees. Counts and snippets know of nothing else."""

    def __init__(self, person: User, typed: str, narrowing: Narrowing | None = None, *, known: int = KNOWN) -> None:
        self._known = known
        self.question = question_of(typed)
        self.narrowing = narrowing or Narrowing()
        self._queries = {} if self.question.is_empty else queries_for(self.question)
        self._without = queries_for(Question(self.question.without, "")) if self.question.without else {}
        self._best: list[_Best] = []
        self._seen: set[UUID] | None = None
        self.pages, self.is_cut = 0, False
        self.kinds: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        if self._queries:
            self._find(person)

    @property
    def is_too_common(self) -> bool:
        """True when the question holds only words that search leaves out, such as "the"."""
        return not self.question.is_empty and not self._queries

    def __len__(self) -> int:
        """How many documents."""
        return len(self._best)

    def _find(self, person: User) -> None:
        found = self._pages_seen(person)
        self.is_cut = len(found) > CANDIDATES
        found = found[:CANDIDATES]
        self.pages = len(found)
        by_version: dict[UUID, list[Any]] = {}
        for row in found:
            by_version.setdefault(row[0], []).append(row)
        for version, pages in by_version.items():
            pages.sort(key=lambda row: (-row[3], row[1]))
            _version, _number, made_at, rank, _language, kind, page = pages[0]
            self._best.append(_Best(version, made_at, round(rank, 3), page, tuple(row[1] for row in pages)))
            self.kinds[kind] += 1
            # A document with pages in two languages is found by either.
            self.languages.update({row[4] for row in pages})
        self._best.sort(key=lambda best: (best.rank, best.made_at), reverse=True)

    def _pages_seen(self, person: User) -> list[Any]:
        """The newest pages that fit and that this person sees, one more than are ranked when there are more.

        The newest pages that fit are fetched first, and then the question is which of these they see: that answers whoever sees much,
        and whoever asks for what few pages hold. What a person sees at all takes longer to ask than the rest of the search: it is asked
        where few of the newest pages are left, and at once where documents are narrowed. Where that is little, it is named.
        """
        rows = pages_for(self._queries)
        if self._without:
            # A word that must not be there must stand on no page of the document: a page is how we keep it, not what people seek.
            rows = rows.exclude(version__in=pages_for(self._without).order_by().values("version"))
        if not self.narrowing.earlier:
            rows = rows.filter(is_current=True)
        if self.narrowing.language:
            rows = rows.filter(language=self.narrowing.language)
        rows = rows.order_by("-made_at", "version", "number").values_list(
            "version", "number", "made_at", "rank", "language", "version__document__kind", "pk"
        )
        little = self._little_seen(person) if self.narrowing.is_of_documents else None
        for newest in (CANDIDATES + CANDIDATES // 4, 3 * CANDIDATES, 8 * CANDIDATES):
            if little is not None:
                return list(rows.filter(version__in=little)[: CANDIDATES + 1])
            fitting: list[Any] = list(rows[:newest])
            among: dict[str, set[UUID]] = {}
            for row in fitting:
                among.setdefault(row[5], set()).add(row[0])
            mine = seen_of(person, self.narrowing, among=among)
            found = [row for row in fitting if row[0] in mine]
            if len(found) > CANDIDATES or len(fitting) < newest:
                return found[: CANDIDATES + 1]
            little = self._little_seen(person)
        return list(rows.filter(version__in=seen_of(person, self.narrowing))[: CANDIDATES + 1])

    def _little_seen(self, person: User) -> set[UUID] | None:
        """The versions that this person sees and that the narrowing leaves; None where these are many. Asked once."""
        if self._seen is None:
            self._seen = seen_of(person, self.narrowing, most=self._known + 1)
        return self._seen if len(self._seen) <= self._known else None

    def facets(self) -> dict[str, Counter[str]]:
        """For each facet, how many documents of the answer each of its values leaves. A copy counts as what it is a copy of."""
        originals = Version.objects.filter(pk__in=[one.version for one in self._best]).values_list(
            "document_id",
            "document__case_key",
            "document__copy_of__document_id",
            "document__copy_of__document__case_key",
        )
        known, copies = {}, Counter[UUID]()
        for document, case, original, its_case in originals:
            known[original or document] = its_case or case
            copies[original or document] += 1
        return counted(known, copies)

    def hits(self, start: int = 0, end: int = PAGE) -> list[Hit]:
        """The documents from start to end, with the words around what was found on the best page of each."""
        chosen = self._best[start:end]
        versions = Version.objects.select_related("document__copy_of__document").in_bulk(
            [one.version for one in chosen]
        )
        pages = {
            page.version_id: page
            for page in PageText.objects.filter(pk__in=[one.page for one in chosen]).defer("words")
        }
        marked = stretches_of([(pages[one.version].text, pages[one.version].language) for one in chosen], self._queries)
        return [
            Hit(
                versions[one.version],
                one.pages[0],
                pages[one.version].language,
                one.rank,
                snippet_of(pages[one.version].text, stretches),
                tuple(sorted(one.pages[1:]))[:OTHER_PAGES],
            )
            for one, stretches in zip(chosen, marked, strict=True)
        ]

    def stretches(self, pages: Sequence[PageText]) -> list[list[tuple[int, int]]]:
        """For each page, where in its text the words stand."""
        return stretches_of([(page.text, page.language) for page in pages], self._queries)


def seen_of(
    person: User, narrowing: Narrowing, *, among: Mapping[str, Collection[UUID]] | None = None, most: int | None = None
) -> set[UUID]:
    """The versions that this person sees and that the narrowing leaves: of those given, by the kind of their document, or at most
    so many."""
    if not person.works_inside:
        return set()
    facets = {name: value for name, value in narrowing.facets.items() if value}
    fitting = _fitting(person, facets) if facets else None
    parts = []
    known = among or {}
    for kind, home in HOMES.items():
        own = home.seen(person).order_by()
        if narrowing.kind in ("", kind) and (among is None or kind in among):
            parts.append(_narrowed(own, narrowing, known.get(kind), fitting, "document__in"))
        if narrowing.kind in ("", COPY) and (among is None or COPY in among):
            copies = Version.objects.filter(document__copy_of__in=own.values("pk")).order_by()
            parts.append(_narrowed(copies, narrowing, known.get(COPY), fitting, "document__copy_of__document__in"))
    if not parts:
        return set()
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return set(every[:most] if most is not None else every)


def _fitting(person: User, facets: Mapping[str, str]) -> "QuerySet[Any] | list[UUID]":
    """The keys of the documents that the facets leave: where they are few, named, so that the facets are judged once and not once
    for each kind of document."""
    fitting = Document.objects.filter(narrowed_by(person, facets)).order_by().values_list("pk", flat=True)
    named = list(fitting[: KNOWN + 1])
    return named if len(named) <= KNOWN else fitting


def _narrowed(
    versions: "QuerySet[Version]",
    narrowing: Narrowing,
    among: Collection[UUID] | None,
    fitting: "QuerySet[Any] | list[UUID] | None",
    of: str,
) -> "QuerySet[Any]":
    """The keys of those of these versions that the narrowing leaves. fitting: documents that facets leave, found by the path `of`."""
    versions = versions.filter(document__put_away_at__isnull=True)
    if among is not None:
        versions = versions.filter(pk__in=list(among))
    if narrowing.since:
        versions = versions.filter(created_at__gte=timezone.make_aware(datetime.combine(narrowing.since, time.min)))
    if narrowing.until:
        versions = versions.filter(created_at__lte=timezone.make_aware(datetime.combine(narrowing.until, time.max)))
    if fitting is not None:
        versions = versions.filter(**{of: fitting})
    return versions.values_list("pk", flat=True)


def without_text(person: User) -> "QuerySet[Version]":
    """The versions that count, that this person sees and that have no text: scans."""
    silent = Reading.objects.filter(is_current=True, state=ReadState.EMPTY)
    found: QuerySet[Version] = visible_versions(person).filter(
        pk__in=silent.values("version"), document__put_away_at__isnull=True
    )
    return found.select_related("document__copy_of__document").order_by("-created_at")


def pages_of(version: Version, typed: str, *, most: int = 200) -> tuple[list[PageText], list[list[tuple[int, int]]]]:
    """The pages of one version that fit, and where on each the words stand. Whoever calls it has seen to who may look."""
    question = question_of(typed)
    queries = {} if question.is_empty else queries_for(question)
    if not queries:
        return [], []
    found = list(pages_for(queries).filter(version=version).order_by("number").defer("words")[:most])
    return found, stretches_of([(page.text, page.language) for page in found], queries)


# --- the question in the database's own words ----------------------------------------------------------------------------


def queries_for(question: Question) -> dict[str, str]:
    """The question as each configuration stems it, written as a tsquery; without those for which nothing is left of it."""
    last = f"{question.last}:*" if question.last else ""
    configurations = sorted({PLAIN, *CONFIGURATIONS.values()})
    with connection.cursor() as cursor:
        cursor.execute(_EITHER if question.either else _BOTH, [question.whole, last, last, configurations])
        return {name: query for name, query in cursor.fetchall() if query}


class _Written(Value):
    """A question that stands in the statement itself. The server keeps plans of statements that come again, and a plan for no question
    in particular reads and ranks every page there is."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        return Literal(self.value).as_string(None).replace("%", "%%"), ()


class _Fits(Func):
    """words @@ a query."""

    output_field = BooleanField()
    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "

    def __init__(self, query: str) -> None:
        super().__init__(F("words"), _Written(query))


class _Rank(Func):
    """How well a page fits: how often the words stand there, the longer the page the more are wanted."""

    output_field = FloatField()
    template = "ts_rank(%(expressions)s::tsquery, 1)"

    def __init__(self, query: str) -> None:
        super().__init__(F("words"), _Written(query))


def pages_for(queries: Mapping[str, str]) -> "QuerySet[PageText]":
    """The pages that fit, each asked in its own language, with their rank."""
    either = " | ".join(f"({query})" for query in dict.fromkeys(queries.values()))
    found: QuerySet[PageText] = PageText.objects.filter(_Fits(either)).annotate(rank=_Rank(either))
    if len(set(queries.values())) == 1 and len(queries) == len({PLAIN, *CONFIGURATIONS.values()}):
        return found
    own = Q(pk__in=[])
    by_query: dict[str, list[str]] = {}
    for language in ["", *CONFIGURATIONS]:
        if query := queries.get(configuration_of(language)):
            by_query.setdefault(query, []).append(language)
    for query, languages in by_query.items():
        # Where every page is looked at in turn, its language is the cheaper question.
        own |= Q(language__in=languages) & Q(_Fits(query))
    return found.filter(own)


def stretches_of(texts: Iterable[tuple[str, str]], queries: Mapping[str, str]) -> list[list[tuple[int, int]]]:
    """For each (text, language), where the words of the question stand in it."""
    rows = list(texts)
    if not rows:
        return []
    names = [configuration_of(language) for _text, language in rows]
    asked = [names, [fold(text) for text, _language in rows], [queries.get(name, "") for name in names]]
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, [_OPTIONS, *asked])
        return [stretches_in(headline) for (headline,) in cursor.fetchall()]
