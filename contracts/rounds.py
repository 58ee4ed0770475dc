"""Signature rounds that belong to no contract: by which rule their papers are kept, until when, and what their papers are."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contracts.models import Contract, Kept
from contracts.preparing import sequence_of
from contracts.retention import END, Life, kept_until
from contracts.sequences import Sequence, kept_in_words
from documents.models import Version
from flowmono.common.templatetags.writing import known_locale, write_day
from signing.models import Bulk, BulkRow, BulkState, Envelope, EnvelopeState

NOT_SIGNED = (EnvelopeState.DECLINED, EnvelopeState.VOIDED, EnvelopeState.EXPIRED)
OVER = (EnvelopeState.SEALED, *NOT_SIGNED)
# What a round was made of lies beside it: the file that somebody brought, or the paper of a sending to many people.
BROUGHT = ("brought_to_sign", "sent_to_many")


def rule_of(kept: Envelope) -> Sequence:
    """The rule by which a round's papers are kept: as it was when it was sealed; before that, the one that its category has now."""
    if not kept.keeping:
        return sequence_of(kept.category)
    rule = kept.keeping
    return Sequence(rule["category"], kept_years=rule["kept_years"], kept_from=rule["kept_from"])


def rule_as_json(rule: Sequence) -> dict[str, object]:
    """What a round keeps of its rule."""
    return {"category": rule.category, "kept_years": rule.kept_years, "kept_from": rule.kept_from}


def last_day(envelope: Envelope, rule: Sequence, *, ended_on: date | None = None) -> date | None:
    """Until when the papers of a sealed round are kept. ended_on: the last day of the agreement, which no paper brought here tells us."""
    signed_on = envelope.completed_at.date() if envelope.completed_at else None
    life = Life(envelope.sealed_at.date(), signed_on, ended_on)
    return kept_until(rule.kept_years, rule.kept_from, life)


def waits_for_its_end(envelope: Envelope) -> bool:
    """True of a sealed round whose rule counts from the end of the agreement: somebody has to say when that is, and may correct it."""
    rule = rule_of(envelope)
    counts = rule.kept_years is not None and rule.kept_from == END
    return envelope.contract_id is None and envelope.state == EnvelopeState.SEALED and counts


def keeping_in_words(envelope: Envelope, on: date) -> str:
    """Until when its papers are kept, or had to be kept, or of what that depends, in a sentence or two."""
    rule = rule_of(envelope)
    if envelope.kept_until is not None:
        over = envelope.kept_until < on
        words = _("Its papers had to be kept until %(day)s.") if over else _("Its papers must be kept until %(day)s.")
        return words % {"day": write_day(envelope.kept_until, known_locale(get_language() or "en"))}
    if envelope.state in NOT_SIGNED:
        return _("Not everybody signed it, so no rule counts: what there is of it is kept without an end.")
    if envelope.state != EnvelopeState.SEALED:
        return _("The rule of its category counts from the day it is sealed: %(rule)s.") % {"rule": kept_in_words(rule)}
    if waits_for_its_end(envelope):
        words = ngettext(
            "Its papers are kept %(n)s year from the end of the agreement. Nobody has said yet when that is; until then they are kept without an end.",
            "Its papers are kept %(n)s years from the end of the agreement. Nobody has said yet when that is; until then they are kept without an end.",
            rule.kept_years or 0,
        )
        return words % {"n": rule.kept_years}
    return _("Its papers are kept without an end.")


def cases_of(kept: Kept) -> list[UUID]:
    """The keys under which papers lie: a contract's own and those of rounds made before they knew it; of a round, its own."""
    if isinstance(kept, Contract):
        return [kept.pk, *kept.envelopes.values_list("pk", flat=True)]
    return [kept.pk]


def papers_beside(envelope: Envelope) -> "QuerySet[Version]":
    """What a round was made of and nothing else needs: the file that somebody brought with its PDF; of a sending to many people what
    was filled in for this one, and with the last of its rounds everything that they shared."""
    made = Version.objects.filter(document=envelope.document_id, derived_from__document__kind__in=BROUGHT)
    sources = set(made.values_list("derived_from__document", flat=True))
    row = BulkRow.objects.filter(envelope=envelope).select_related("bulk__sample").first()
    if row is None:
        found: QuerySet[Version] = Version.objects.filter(document__in=sources, document__kind="brought_to_sign")
        return found
    found = Version.objects.filter(document=row.bulk.document_id)
    return found if _is_last(envelope, row.bulk) else found.filter(pk__in=_own_of(row))


def _is_last(envelope: Envelope, bulk: Bulk) -> bool:
    """True when no other round of a sending that is over has papers left."""
    others = Envelope.objects.filter(bulk_row__bulk=bulk).exclude(pk=envelope.pk)
    over = bulk.state in {BulkState.DONE, BulkState.STOPPED}
    return over and not others.filter(document__versions__disposed_at__isnull=True).exists()


def _own_of(row: BulkRow) -> set[UUID]:
    """The versions that were filled in, or shown as a sample, for this person alone."""
    bulk = row.bulk
    inside = Version.objects.filter(document=bulk.document_id)
    own: set[UUID] = set()
    if row.values:
        own = set(inside.filter(certificate__filled=row.values).values_list("pk", flat=True))
    if bulk.sample_line == row.number and bulk.sample is not None:
        own.add(bulk.sample.pk)
    own |= set(inside.filter(derived_from__in=own).values_list("pk", flat=True))
    return own - {bulk.source_id, bulk.paper_id}
