"""Mail and text messages: written down in the transaction that causes them, sent by a task; at least once, with a key that stays."""

import re
import uuid
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from flowmono.common import acting
from flowmono.common.models import Company
from flowmono.common.now import moment
from flowmono.outbox import texting
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Channel, Letter

SEND = "flowmono.outbox.tasks.send_letter"
WAITS = (10, 60, 300, 1800, 7200)


def write_letter(
    *,
    key: str,
    to: str,
    subject: str,
    template: str,
    facts: dict[str, Any],
    attachments: Sequence[Any] = (),
    case_id: uuid.UUID | None = None,
    secret: bool = False,
) -> Letter:
    """Write one letter inside the caller's transaction; it is sent when that commits.

    template: a text template below templates/emails/; attachments: document versions. `secret` blanks the body once it is
    sent, for letters that carry a link or a code.
    """
    shared = _shared()
    return _write(
        key,
        to=to,
        subject=_subject_for(to, subject, shared["company"]),
        body=_words_of(template, {**facts, **shared}),
        attachments=[[version.name, version.media_type, version.path] for version in attachments],
        case_key=case_id,
        secret=secret,
    )


def write_text_message(
    *,
    key: str,
    to: str,
    subject: str,
    template: str,
    facts: dict[str, Any],
    case_id: uuid.UUID | None = None,
    secret: bool = False,
) -> Letter:
    """Write one text message inside the caller's transaction, to a telephone number (E.164); it is sent when that commits.

    subject: what our own pages call it. Raises RuntimeError when the installation names no provider: nothing would ever send it.
    """
    texting.provider()
    body = " ".join(_words_of(template, {**facts, **_shared()}).split())
    return _write(key, channel=Channel.TEXT, to=to, subject=subject, body=body, case_key=case_id, secret=secret)


def _shared() -> dict[str, Any]:
    company = Company.objects.order_by("pk").first()
    return {"site_url": settings.SITE_URL, "company": company.name if company else ""}


def _write(key: str, *, subject: str, **facts: Any) -> Letter:
    now = timezone.now()
    letter, written = Letter.objects.get_or_create(
        key=key,
        defaults={
            **facts,
            "subject": " ".join(subject.split())[:200],
            "written_at": now,
            "dated_at": acting.current().at or moment(),
            "next_try_at": now + timedelta(seconds=WAITS[0]),
        },
    )
    if written:
        enqueue(SEND, [(letter.pk,)])
    return letter


def _subject_for(to: str, subject: str, company: str) -> str:
    """Somebody outside reads first which company writes to them; our own people know."""
    if not company or company in subject:
        return subject
    reader = get_user_model().objects.filter(email__iexact=to).first()
    return subject if reader is not None and reader.works_inside else f"{company}: {subject}"


def _words_of(template: str, facts: dict[str, Any]) -> str:
    """The letter as plain text: an ampersand in a name stays one, since nothing in a letter is HTML."""
    words = get_template(f"emails/{template}").template.render(Context(facts, autoescape=False))  # type: ignore[attr-defined]
    return end_once(str(words))


def end_once(words: str) -> str:
    """A sentence that ends with a name such as "Tidewater Inc." has one full stop; an ellipsis keeps its three."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", words)


def send(letter_id: int) -> bool:
    """Send one letter; False when somebody else is at it, it is sent or given up, or the mail server refused (it is tried again)."""
    with transaction.atomic():
        letter = Letter.objects.unsent().select_for_update(skip_locked=True).filter(pk=letter_id).first()
        if letter is None:
            return False
        letter.attempts += 1
        try:
            _hand_over(letter)
        except Exception as error:  # a missing attachment is noted and tried later, like a server that is down
            letter.error = f"{type(error).__name__}: {error}"
            letter.next_try_at = timezone.now() + timedelta(seconds=WAITS[min(letter.attempts, len(WAITS)) - 1])
        else:
            letter.sent_at, letter.error = timezone.now(), ""
            if letter.secret:
                letter.body = "(sent; it held a personal link or code and is not kept)"
        letter.save()
    return letter.sent_at is not None


def give_up_letters(case_id: uuid.UUID, path: str, *, why: str) -> int:
    """Send no letter of this case any more that would bring the file at this path; return how many. Why is kept with each.

    Waits for whoever is just sending one: what has left by then has left.
    """
    waiting = Letter.objects.unsent().filter(case_key=case_id, attachments__contains=[[path]])
    return waiting.update(given_up_at=timezone.now(), error=why)


def _hand_over(letter: Letter) -> None:
    """To the mail server, or to the provider of text messages."""
    if letter.channel == Channel.TEXT:
        texting.provider().send(letter.to, letter.body, key=str(letter.message_id))
    else:
        _message_of(letter).send()


def _message_of(letter: Letter) -> EmailMessage:
    message = EmailMessage(
        letter.subject,
        letter.body,
        _sender(),
        [letter.to],
        headers={"Message-ID": _message_id(letter), "Date": format_datetime(letter.dated_at or letter.written_at)},
    )
    for name, media_type, path in letter.attachments:
        with default_storage.open(path) as file:
            message.attach(name, file.read(), media_type)
    return message


def _sender() -> str:
    """The company's name before our address: whoever reads the letter sees who writes."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    company = Company.objects.order_by("pk").first()
    if company is None:
        return str(settings.DEFAULT_FROM_EMAIL)
    return formataddr((" ".join(company.name.split()), address))


def _message_id(letter: Letter) -> str:
    host = settings.SITE_URL.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return f"<{letter.message_id}@{host}>"


def sweep_letters() -> int:
    """Queue every letter that is due again; return how many."""
    due = list(Letter.objects.unsent().filter(next_try_at__lte=timezone.now()).values_list("pk", flat=True)[:200])
    if due:
        with transaction.atomic():
            enqueue(SEND, [(pk,) for pk in due])
    return len(due)
