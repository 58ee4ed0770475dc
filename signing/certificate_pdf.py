"""The certificate of completion: one document that tells a court how a contract was signed.

It states facts that the platform recorded, and only those: who signed and who approved, how each was authenticated, what each agreed
to, from where, when, which bytes they were shown and which bytes were signed, and every event in order. Who approves signs nothing: no
signed bytes, no mark and no certificate are claimed for them. All times are UTC. Rendered by WeasyPrint; nothing is fetched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.urls import URLFetcher

SHA256 = re.compile(r"[0-9a-f]{64}")
MAIL = re.compile(r"[^\s@()<>&;,]+@[^\s@()<>&;,]+")
LONGEST_MAIL = 44


class CertificateIncomplete(ValueError):
    """A fact that the certificate must state is missing. The message names it."""


@dataclass(frozen=True)
class Party:
    """One person's part. `order` is their place in the signing order; times are aware.

    authentication: in words, such as "one-time code to vera@ose.example". consent_text: exactly what this person agreed to;
    consent_sha256: of that text. signs: False for who approves, whose signed_digest, field and certificate are empty.
    review: how the document was looked at before, in words; laid: why this mark; category: how sure its kind was, and by whom it was said.
    authority: whose, where it was delegated, and until when. filled: what this person entered, each as its label and in words.
    shown_sha256: of the file that this person reviewed; signed_digest: what their signature covers (hex, of its byte range).
    """

    order: int
    name: str
    email: str
    role: str
    title: str
    on_behalf_of: str
    authentication: str
    ip: str
    user_agent: str
    sent_at: datetime
    viewed_at: datetime
    consented_at: datetime
    signed_at: datetime
    delivered_at: datetime | None
    consent_text: str
    consent_sha256: str
    shown_sha256: str
    signed_digest: str
    field: str
    certificate: str
    signs: bool = True
    reason: str = ""
    mark: str = "typed"
    zone: str = "UTC"
    review: str = ""
    laid: str = ""
    authority: str = ""
    category: str = ""
    filled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, who did it, what, and from which address."""

    at: datetime
    actor: str
    what: str
    ip: str = ""


@dataclass(frozen=True)
class Completion:
    """All facts of one completed envelope. readers: who only read it or got a copy, each in words. Hashes are SHA-256, 64 hexadecimal digits in lower case."""

    organisation: str
    envelope: str
    title: str
    pages: int
    original_sha256: str
    final_sha256: str
    level_asked: str
    level_reached: str
    sealed_by: str
    sent_by: str
    sent_at: datetime
    completed_at: datetime
    parties: tuple[Party, ...]
    events: tuple[Event, ...]
    readers: tuple[str, ...] = ()
    verify_at: str = ""


def render_certificate(completion: Completion, *, at: datetime) -> bytes:
    """The certificate as PDF (A4, tagged), made at `at`. Raises CertificateIncomplete when a fact is missing or malformed."""
    _require_complete(completion)
    page = HTML(string=_document(completion, at), url_fetcher=URLFetcher(allowed_protocols={"data"}))
    return bytes(page.write_pdf(pdf_tags=True))


def _require_complete(completion: Completion) -> None:
    if not completion.parties:
        raise CertificateIncomplete("A certificate needs at least one person who signed.")
    facts = {
        "the hash of the document sent": completion.original_sha256,
        "the hash of the final document": completion.final_sha256,
    }
    for party in completion.parties:
        facts[f"the hash of what {party.name} consented to"] = party.consent_sha256
        facts[f"the hash of what {party.name} was shown"] = party.shown_sha256
        if party.signs:
            facts[f"the hash that {party.name} signed"] = party.signed_digest
        for label, value in (
            ("name", party.name),
            ("address", party.ip),
            ("authentication", party.authentication),
            ("browser", party.user_agent),
            ("consent text", party.consent_text),
        ):
            if not value.strip():
                raise CertificateIncomplete(f"The {label} of {party.name or 'a signer'} is missing.")
    for label, value in facts.items():
        if not SHA256.fullmatch(value):
            raise CertificateIncomplete(f"{label[0].upper()}{label[1:]} is not a SHA-256 hash.")


def _document(c: Completion, at: datetime) -> str:
    parties = sorted(c.parties, key=lambda party: (party.order, party.signed_at))
    signers, approvers = [one for one in parties if one.signs], [one for one in parties if not one.signs]
    verify = (
        _paragraph(
            _(
                "To check the signed document, upload it at %(address)s. The check compares it with the second hash above."
            )
            % {"address": c.verify_at}
        )
        if c.verify_at
        else ""
    )
    head = _facts(
        [
            (_("Document"), c.title),
            (_("Signature round"), c.envelope),
            (_("Pages"), str(c.pages)),
            (_("Sent by"), f"{c.sent_by}, {c.organisation}"),
            (_("Sent"), _time(c.sent_at)),
            (_("Completed"), _time(c.completed_at)),
            (_("Signatures"), _all_of(signers)),
            (_("Approvals"), _all_of(approvers)),
            (_("Also received by"), "; ".join(c.readers)),
            (_("Sealed by"), c.sealed_by),
            (
                _("Level of the seal"),
                _("PAdES %(level)s (asked for: %(asked)s)") % {"level": c.level_reached, "asked": c.level_asked},
            ),
        ]
    )
    hashes = _said(
        _("SHA-256 hashes of the files’ bytes. A file with another hash is not the one that this certificate is about.")
    )
    made = _(
        "Made on %(moment)s from the records of %(organisation)s. This certificate is itself sealed: its own signature shows "
        "whether it was changed."
    ) % {"moment": _time(at), "organisation": c.organisation}
    return (
        f"<!doctype html><html lang={get_language() or 'en'}><head><title>{_said(_('Certificate of completion: %(title)s') % {'title': c.title})}</title>"
        f"<style>{_style(c)}</style></head><body><header><p class=org>{escape(c.organisation)}</p>"
        f"<h1>{_said(_('Certificate of completion'))}</h1></header>{head}"
        f"<h2>{_said(_('The document'))}</h2><table class=hashes>"
        f"<tr><th scope=row>{_said(_('As sent for signature'))}<td>{_hash(c.original_sha256)}</tr>"
        f"<tr><th scope=row>{_said(_('Signed and sealed'))}<td>{_hash(c.final_sha256)}</tr></table>"
        f"<p class=note>{hashes}</p>{verify}<p class=note>{_said(made)}</p>{_people(_('Who signed'), signers)}{_people(_('Who approved'), approvers)}"
        f"<h2>{_said(_('What was agreed to'))}</h2>{_agreements(parties)}"
        f"<h2>{_said(_('What happened'))}</h2>{_events(c.events)}</body></html>"
    )


def _all_of(parties: Sequence[Party]) -> str:
    """How many of those who were asked did it: all of them, because a round is complete only then. "" when nobody was asked."""
    return _("%(count)s of %(total)s") % {"count": len(parties), "total": len(parties)} if parties else ""


def _people(heading: str, parties: Sequence[Party]) -> str:
    return f"<h2>{_said(heading)}</h2>{''.join(_party(one) for one in parties)}" if parties else ""


def _agreements(parties: Sequence[Party]) -> str:
    """Each text that somebody agreed to, once, with who did and its own hash: who approves agrees to another one than who signs."""
    texts: dict[tuple[str, str], list[str]] = {}
    for one in parties:
        texts.setdefault((one.consent_text, one.consent_sha256), []).append(one.name)
    return "".join(
        f"<blockquote>{_paragraphs(text)}</blockquote>"
        f"<p class=note>{_said(_('Agreed to by %(names)s.') % {'names': ', '.join(dict.fromkeys(names))})} "
        f"{_said(_('SHA-256 of this text:'))} {_hash(sha256)}</p>"
        for (text, sha256), names in texts.items()
    )


def _party(party: Party) -> str:
    who = _("%(title)s, for %(party)s") if party.title else _("for %(party)s")
    for_whom = who % {"title": party.title, "party": party.on_behalf_of}
    signed = _time(party.signed_at)
    if party.zone != "UTC":
        signed = _("%(moment)s (their time zone: %(zone)s)") % {"moment": signed, "zone": party.zone}
    mark = _("%(kind)s, in field %(field)s") % {"kind": _(party.mark), "field": party.field} if party.signs else ""
    facts = _facts(
        [
            (_("E-mail"), party.email),
            (_("Role"), party.role),
            (_("Authenticated by"), party.authentication),
            (_("Address (IP)"), party.ip),
            (_("Browser"), party.user_agent),
            (_("Link sent"), _time(party.sent_at)),
            (_("Document viewed"), _time(party.viewed_at)),
            (_("Consent given"), f"{_time(party.consented_at)}"),
            (_("Signed") if party.signs else _("Approved"), signed),
            (
                _("Copy delivered"),
                _time(party.delivered_at) if party.delivered_at else _("after this certificate was made"),
            ),
            (_("Reason"), party.reason),
            (_("Review"), party.review),
            (_("Mark"), mark),
            (_("Authority"), party.authority),
            (_("Why this mark"), party.laid),
            (_("Kind of document"), party.category),
            (_("Certificate used"), party.certificate),
        ]
    )
    digest = f"<tr><th scope=row>{_said(_('Bytes signed'))}<td>{_hash(party.signed_digest)}</tr>" if party.signs else ""
    return (
        f"<section class=party><h3>{party.order}. {escape(party.name)}</h3>"
        f"<p class=who>{escape(for_whom if party.on_behalf_of else party.title)}</p>{facts}{_filled(party)}<table class=hashes>"
        f"<tr><th scope=row>{_said(_('Document shown'))}<td>{_hash(party.shown_sha256)}</tr>"
        f"{digest}"
        f"<tr><th scope=row>{_said(_('Consent text'))}<td>{_hash(party.consent_sha256)}</tr></table></section>"
    )


def _filled(party: Party) -> str:
    """What this person entered in the document's places, as it is drawn there."""
    rows = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in party.filled)
    return f"<p class=filled>{_said(_('Filled in'))}</p><dl>{rows}</dl>" if rows else ""


def _events(events: Sequence[Event]) -> str:
    heads = "".join(f"<th scope=col>{_said(word)}" for word in (_("Time"), _("Who"), _("What"), _("Address (IP)")))
    rows = "".join(
        f"<tr><td>{_time(e.at)}<td>{_whole(e.actor)}<td>{_whole(e.what)}<td>{escape(e.ip)}</tr>"
        for e in sorted(events, key=lambda event: event.at)
    )
    return f"<table class=events><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    return (
        "<dl>"
        + "".join(
            f"<div><dt>{escape(k)}</dt><dd>{_whole(v) if MAIL.fullmatch(v) else escape(v)}</dd></div>"
            for k, v in facts
            if v
        )
        + "</dl>"
    )


def _whole(words: str) -> str:
    """Words in which an e-mail address is not broken across lines, unless it is longer than a column."""
    return MAIL.sub(
        lambda found: found[0] if len(found[0]) > LONGEST_MAIL else f"<span class=mail>{found[0]}</span>", escape(words)
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


def _paragraph(words: str) -> str:
    return f"<p>{_said(words)}</p>"


def _said(words: str) -> str:
    return escape(words, quote=False)


def _hash(value: str) -> str:
    """A hash in groups of eight, so that two people can compare it aloud; one line of monospaced type."""
    return f"<code>{' '.join(value[i : i + 8] for i in range(0, len(value), 8))}</code>"


def _time(at: datetime) -> str:
    if at.tzinfo is None:
        raise CertificateIncomplete("A time without a zone cannot stand in a certificate. Pass aware datetimes.")
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _css(words: str) -> str:
    """Words as a string of CSS can hold them."""
    return re.sub(r'["\\\n\r<>]', " ", words)


def _style(c: Completion) -> str:
    label = _css(f"{c.envelope}")
    return (
        '@page { size: A4; margin: 20mm 18mm 20mm 18mm; @bottom-left { content: "'
        + f"{_css(_('Certificate of completion'))} · {label}"
        + '"; font: 7.5pt Carlito, "Liberation Sans", sans-serif; color: #666 }'
        '@bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt Carlito, "Liberation Sans", sans-serif; color: #666 } }'
        'body { font: 9.2pt/1.4 Carlito, "Liberation Sans", "DejaVu Sans", sans-serif; color: #1c2430; margin: 0 }'
        "header { border-bottom: 1.5pt solid #2b4c7e; margin-bottom: 5mm } .org { margin: 0; color: #2b4c7e; font-weight: bold }"
        "h1 { font-size: 19pt; margin: 0 0 2mm; line-height: 1.15 } h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid }"
        "h3 { font-size: 10.5pt; margin: 0 } .who { margin: 0 0 1.5mm; color: #44505f }"
        "dl { margin: 0; columns: 2; column-gap: 8mm } dl div { break-inside: avoid; margin-bottom: 0.9mm }"
        'dt { display: inline; color: #5a6675 } dt::after { content: ": " } dd { display: inline; margin: 0; overflow-wrap: anywhere }'
        ".party { border: 0.5pt solid #c4ccd6; border-radius: 1.5mm; padding: 3mm 4mm; margin-bottom: 3.5mm; break-inside: avoid }"
        "table { border-collapse: collapse; width: 100% } .hashes { margin-top: 1.5mm }"
        ".hashes th { text-align: left; font-weight: normal; color: #5a6675; width: 31mm; padding: 0.4mm 0; vertical-align: top }"
        'code { font: 7pt "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: nowrap }'
        ".mail { white-space: nowrap } .filled { margin: 1.5mm 0 0.5mm; font-weight: bold; font-size: 8.2pt }"
        ".note { color: #5a6675; font-size: 8pt; margin: 1mm 0 } blockquote { margin: 0; padding: 1mm 4mm; border-left: 2pt solid #c4ccd6 }"
        "blockquote p { margin: 1mm 0 } .events { font-size: 8.2pt } .events th { text-align: left; border-bottom: 0.8pt solid #2b4c7e }"
        ".events td { border-bottom: 0.3pt solid #dde2e9; padding: 0.8mm 2mm 0.8mm 0; vertical-align: top; overflow-wrap: anywhere }"
        ".events td:is(:first-child, :last-child) { white-space: nowrap; padding-right: 2mm } "
        ".events tr { break-inside: avoid } .events thead { display: table-header-group }"
    )
