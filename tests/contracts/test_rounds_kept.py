"""A document that was signed without a contract is kept as its category says, and its papers go as a contract's do: two people, a certificate."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Category, Disposal, Hold
from contracts.watches import papers_past_their_time
from documents.models import PageText, TextLayer, Version
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.outbox.delivering import drain
from signing.actions import Place, send_envelope, void
from signing.actions.bringing import bring_document
from signing.models import Envelope
from tests.contracts import scenes as contracts
from tests.people import NOON, make_person
from tests.signing.life import bulk_scenes
from tests.signing.life.scenes import inside, make_mark, sign

LATER = datetime(2031, 1, 2, 9, 0, tzinfo=NOON.tzinfo)


def category(**rule: Any) -> str:
    """Letters of intent, kept by this rule."""
    Category.objects.update_or_create(name="letters", defaults=rule)
    return "letters"


def signed(**rule: Any) -> Envelope:
    """A PDF that Maya brought, signed by Sam on 1 March 2027, and sealed."""
    sam = make_person("sam")
    make_mark(sam, categories=["letters"], limit=None)
    envelope = brought(inside(sam), **rule)
    send_envelope(envelope, by=make_person("maya"), at=NOON)
    sign(envelope, sam.email)
    drain()
    return fresh(envelope)


def brought(*people: Place, data: bytes | None = None, filename: str = "letter.pdf", **rule: Any) -> Envelope:
    return bring_document(
        by=make_person("maya"),
        at=NOON,
        data=data or bulk_scenes.pdf(),
        filename=filename,
        title="Letter of intent",
        category=category(**rule),
        people=people,
    )


def fresh(envelope: Envelope) -> Envelope:
    return Envelope.objects.select_related("current_version", "certificate_version").get(pk=envelope.pk)


def page_of(envelope: Envelope, who: str) -> str:
    return browser_of(who).get(reverse("keeping:round", args=[envelope.pk])).content.decode()


def browser_of(who: str) -> Client:
    browser = Client()
    browser.force_login(make_person(who))
    return browser


def disposed(envelope: Envelope, at: datetime = LATER) -> Disposal:
    actions.ask_disposal(envelope, by=make_person("lena"), at=at, reason="The years are over.")
    done = actions.dispose_of_papers(envelope, by=make_person("ada"), at=at)
    drain()
    return done


def test_it_is_kept_as_many_years_from_its_last_signature_as_its_category_says(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")
    Category.objects.filter(name="letters").update(kept_years=1)

    assert envelope.kept_until == date(2030, 3, 1)
    kept = Entry.objects.get(case_id=envelope.pk, kind="KeepingOfRoundSet")
    assert "2030-03-01" in str(kept.facts)
    assert "Its papers must be kept until 1 Mar 2030." in page_of(envelope, "lena")
    assert "Kept 3 years from the last signature" in page_of(envelope, "lena")
    assert (
        reverse("keeping:round", args=[envelope.pk])
        in browser_of("maya").get(envelope.get_absolute_url()).content.decode()
    )


def test_two_people_dispose_of_it_and_everything_that_was_brought_for_it_goes(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")
    files = {one.sha256: one.path for one in Version.objects.all()}

    with pytest.raises(Conflict, match="must be kept until 1 Mar 2030"):
        actions.ask_disposal(envelope, by=make_person("lena"), at=NOON, reason="Too early.")
    actions.ask_disposal(envelope, by=make_person("lena"), at=LATER, reason="The years are over.")
    with pytest.raises(NotAllowed):
        actions.dispose_of_papers(envelope, by=make_person("lena"), at=LATER)
    done = actions.dispose_of_papers(envelope, by=make_person("ada"), at=LATER)
    drain()

    assert {row["sha256"] for row in done.papers} == set(files)
    assert {"brought_to_sign", "envelope", "certificate"} == {row["kind"] for row in done.papers}
    assert done.rule == {
        "category": "letters",
        "kept_years": 3,
        "kept_from": "signature",
        "kept_until": "2030-03-01",
    }
    assert not any(default_storage.exists(path) for path in files.values())
    assert not TextLayer.objects.exists()
    assert not PageText.objects.exists()
    assert done.fingerprint in str(Entry.objects.get(case_id=envelope.pk, kind="PapersDisposed").facts)
    with pytest.raises(Conflict, match="disposed of already"):
        actions.ask_disposal(envelope, by=make_person("lena"), at=LATER, reason="Again.")


def test_what_is_gone_is_offered_nowhere_and_its_page_still_says_who_signed(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")
    disposed(envelope)
    browser = browser_of("lena")

    page = browser.get(envelope.get_absolute_url()).content.decode()
    certificate = browser.get(reverse("keeping:disposal", args=[envelope.pk])).content.decode()
    program = browser.get(f"/api/v1/envelopes/{envelope.pk}/").json()
    files = [
        browser.get(reverse("signing:envelope_file", args=[envelope.pk, what])) for what in ("document", "certificate")
    ]

    assert "Its papers were disposed of" in page
    assert "Sam Whitfield" in page
    assert fresh(envelope).current_version.sha256 in page
    assert reverse("signing:envelope_file", args=[envelope.pk, "document"]) not in page
    assert reverse("signing:envelope_file", args=[envelope.pk, "certificate"]) not in page
    assert fresh(envelope).certificate_version.sha256 in certificate
    assert [one.status_code for one in files] == [409, 409]
    assert "disposed of after its time" in files[0].content.decode()
    assert (program["sealed_document"], program["certificate"]) == (None, None)
    assert program["disposed_at"] is not None
    assert program["sha256"] == fresh(envelope).current_version.sha256


def test_who_holds_a_copy_still_learns_by_code_and_by_file_that_it_was_signed(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")
    copy = envelope.current_version.content()
    disposed(envelope)

    by_code = Client().get(reverse("signing:verify"), {"code": envelope.code}).content.decode()
    file = SimpleUploadedFile("copy.pdf", copy, content_type="application/pdf")
    by_file = Client().post(reverse("signing:verify"), {"file": file}).content.decode()

    assert "Signed by everybody and sealed here." in by_code
    assert "The years for which it had to be kept were over." in by_code
    assert envelope.current_version.sha256[:16] in by_code
    assert "Genuine. It is the document that was sealed here" in by_file
    assert "Our own copy of it was disposed of" in by_file


def test_a_rule_that_counts_from_the_end_waits_until_somebody_says_when_that_is(committed: None) -> None:
    envelope = signed(kept_years=2, kept_from="end")
    lena = make_person("lena")

    before = page_of(envelope, "lena")
    with pytest.raises(NotAllowed):
        actions.say_end(envelope, by=make_person("maya"), at=NOON, ended_on=date(2028, 1, 31), reason="Clause 3")
    with pytest.raises(Invalid, match="cannot have ended before"):
        actions.say_end(envelope, by=lena, at=NOON, ended_on=date(2027, 2, 1), reason="Clause 3")
    with pytest.raises(Invalid, match="Say where this day stands"):
        actions.say_end(envelope, by=lena, at=NOON, ended_on=date(2028, 1, 31), reason=" ")
    assert fresh(envelope).kept_until is None
    said = browser_of("lena").post(
        reverse("keeping:say_end", args=[envelope.pk]), {"ended_on": "2028-01-31", "reason": "Clause 3"}
    )

    assert "Nobody has said yet when that is" in before
    assert "When does the agreement end?" in before
    assert "When does the agreement end?" not in page_of(envelope, "maya")
    assert said.status_code == 302
    assert fresh(envelope).kept_until == date(2030, 1, 31)
    assert "Its papers must be kept until 31 Jan 2030." in page_of(envelope, "maya")
    assert "Lena Vogel: “Clause 3”" in page_of(envelope, "maya")
    assert "Does the agreement end on another day?" in page_of(envelope, "lena")
    assert "Clause 3" in str(Entry.objects.filter(case_id=envelope.pk, kind="KeepingOfRoundSet").last().facts)


def test_a_day_that_cannot_be_is_said_beside_its_field(committed: None) -> None:
    envelope = signed(kept_years=2, kept_from="end")
    door = reverse("keeping:say_end", args=[envelope.pk])

    early = browser_of("lena").post(door, {"ended_on": "2027-02-01", "reason": "Clause 3"})

    assert early.status_code == 422
    assert "It was signed on 1 Mar 2027: it cannot have ended before." in early.content.decode()
    assert fresh(envelope).kept_until is None


def test_where_no_end_is_counted_from_nobody_says_one(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")

    with pytest.raises(Conflict, match="not counted from the end"):
        actions.say_end(envelope, by=make_person("lena"), at=NOON, ended_on=date(2028, 1, 31), reason="Clause 3")

    assert fresh(envelope).kept_until == date(2030, 3, 1)
    assert "When does the agreement end?" not in page_of(envelope, "lena")


def test_a_category_without_years_keeps_it_without_an_end(committed: None) -> None:
    envelope = signed(kept_years=None)

    assert envelope.kept_until is None
    assert "Its papers are kept without an end." in page_of(envelope, "lena")
    with pytest.raises(Conflict, match="kept without an end"):
        actions.ask_disposal(envelope, by=make_person("lena"), at=LATER, reason="Over.")


def test_a_round_that_not_everybody_signed_is_kept_without_an_end(committed: None) -> None:
    sam = make_person("sam")
    make_mark(sam, categories=["letters"], limit=None)
    envelope = brought(inside(sam), kept_years=3, kept_from="signature")

    open_still = page_of(envelope, "lena")
    with pytest.raises(Conflict, match="round that is over"):
        actions.ask_disposal(envelope, by=make_person("lena"), at=LATER, reason="Over.")
    void(envelope, by=make_person("maya"), at=NOON, reason="Not needed.")
    drain()

    assert "counts from the day it is sealed: Kept 3 years from the last signature" in open_still
    assert "Not everybody signed it" in page_of(envelope, "lena")
    with pytest.raises(Conflict, match="kept without an end"):
        actions.ask_disposal(envelope, by=make_person("lena"), at=LATER, reason="Over.")


def test_a_hold_keeps_it_until_another_person_lifts_it(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")
    lena, ada = make_person("lena"), make_person("ada")

    browser_of("lena").post(reverse("keeping:hold", args=[envelope.pk]), {"reason": "A dispute."})
    held = page_of(envelope, "lena")
    with pytest.raises(Conflict, match="Its papers are held"):
        actions.ask_disposal(envelope, by=ada, at=LATER, reason="Over.")
    with pytest.raises(NotAllowed):
        actions.lift_hold(envelope, by=lena, at=LATER, reason="It is settled.")
    actions.lift_hold(envelope, by=ada, at=LATER, reason="It is settled.")
    actions.ask_disposal(envelope, by=ada, at=LATER, reason="Over.")

    assert "These papers are held" in held
    assert Hold.objects.get().envelope == envelope


def test_people_ask_turn_down_and_dispose_on_the_page(committed: None) -> None:
    envelope = signed(kept_years=1, kept_from="signature")
    Envelope.objects.filter(pk=envelope.pk).update(kept_until=date(2024, 1, 1))
    lena, ada, maya = browser_of("lena"), browser_of("ada"), browser_of("maya")

    def door(name: str) -> str:
        return reverse(f"keeping:{name}", args=[envelope.pk])

    assert "Ask to dispose of the papers" in page_of(envelope, "lena")
    assert "Ask to dispose of the papers" not in page_of(envelope, "maya")
    assert maya.post(door("ask_disposal"), {"reason": "Over."}).status_code == 403
    lena.post(door("ask_disposal"), {"reason": "Over."})
    assert "Dispose of the papers for good?" not in page_of(envelope, "lena")
    assert "Dispose of the papers for good?" in page_of(envelope, "ada")
    ada.post(door("keep"), {"reason": "The auditors want it."})
    lena.post(door("ask_disposal"), {"reason": "Now."})
    assert lena.post(door("dispose")).status_code == 403
    done = ada.post(door("dispose"))

    assert done.url == door("disposal")
    assert "Its papers were disposed of" in page_of(envelope, "lena")
    assert browser_of("olu").get(door("disposal")).status_code == 404


def test_programs_do_the_same_by_their_own_door(committed: None) -> None:
    envelope = signed(kept_years=2, kept_from="end")
    lena, ada = browser_of("lena"), browser_of("ada")
    door = f"/api/v1/kept-rounds/{envelope.pk}/"

    said = lena.post(f"{door}say-end/", {"ended_on": "2028-01-31", "reason": "Clause 3"}).json()
    held = lena.post(f"{door}hold/", {"reason": "A dispute."}).json()
    lifted = ada.post(f"{door}lift-hold/", {"reason": "Settled."}).json()
    Envelope.objects.filter(pk=envelope.pk).update(kept_until=date(2024, 1, 1))
    listed = lena.get("/api/v1/kept-rounds/", {"kept_until__lte": "2025-01-01"}).json()
    asked = lena.post(f"{door}ask-disposal/", {"reason": "Over."})
    alone = lena.post(f"{door}dispose/")
    done = ada.post(f"{door}dispose/")

    assert (said["kept_years"], said["ended_on"], said["kept_until"]) == (2, "2028-01-31", "2030-01-31")
    assert (held["held"], lifted["held"]) == ("A dispute.", "")
    assert [one["id"] for one in listed["results"]] == [str(envelope.pk)]
    assert [one.status_code for one in (asked, alone, done)] == [200, 403, 200]
    assert (done.json()["contract"], done.json()["envelope"]) == (None, str(envelope.pk))


def test_the_watch_finds_it_once_its_time_is_over(committed: None) -> None:
    envelope = signed(kept_years=3, kept_from="signature")

    before = list(papers_past_their_time(NOON))
    over = [one for one in papers_past_their_time(LATER) if one]
    disposed(envelope)

    assert before == [None]
    assert [one.title for one in over] == ["The papers of “Letter of intent” need not be kept any longer"]
    assert over[0].url == reverse("keeping:round", args=[envelope.pk])
    assert list(papers_past_their_time(LATER)) == []


def test_the_round_of_a_contract_has_no_keeping_of_its_own(committed: None) -> None:
    contract = contracts.uploaded(make_person("pierre"))
    envelope = signed(kept_years=3, kept_from="signature")
    Envelope.objects.filter(pk=envelope.pk).update(contract=contract)

    with pytest.raises(Conflict, match="kept with that contract"):
        actions.place_hold(fresh(envelope), by=make_person("lena"), at=NOON, reason="A dispute.")

    assert browser_of("lena").get(reverse("keeping:round", args=[envelope.pk])).status_code == 404
    assert "How long it is kept" not in browser_of("lena").get(envelope.get_absolute_url()).content.decode()


def sealed_for_many(data: bytes, filename: str) -> list[Envelope]:
    """Everybody of the list signed theirs, and all of them are sealed."""
    category_of_many = Category.objects.update_or_create(
        name="nda", defaults={"kept_years": 1, "kept_from": "signature"}
    )[0]
    made = bulk_scenes.sent(
        b"name,email,city,party\nVera,vera@example.com,Leeds,Halden Ltd\nTomas,tomas@example.org,Lund,Lind AB\n",
        data=data,
        filename=filename,
        category=category_of_many.name,
    )
    rounds = list(Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number"))
    for one in rounds:
        sign(one, one.recipients.get().email)
    drain()
    return [fresh(one) for one in rounds]


@pytest.mark.parametrize("filled", [True, False])
def test_the_one_paper_of_many_rounds_goes_with_the_last_of_them(committed: None, filled: bool) -> None:
    first, last = (
        sealed_for_many(bulk_scenes.word(), "nda.docx") if filled else sealed_for_many(bulk_scenes.pdf(), "nda.pdf")
    )
    bulk = first.bulk_row.bulk
    at = NOON + timedelta(days=500)

    one = disposed(first, at)
    left = Version.objects.filter(document__case_key__in=[bulk.pk, last.pk], disposed_at=None)

    assert {bulk.source.pk, bulk.paper.pk, last.current_version.pk} <= set(left.values_list("pk", flat=True))
    assert bulk.source.content()
    assert last.current_version.content()
    if filled:
        words = [text.text for text in TextLayer.objects.filter(version__in=left)]
        assert any("Lind AB" in text for text in words)
        assert not any("Halden Ltd" in text for text in words)
        assert "sent_to_many" in {row["kind"] for row in one.papers}

    disposed(last, at)

    assert not Version.objects.filter(document__case_key__in=[bulk.pk, first.pk, last.pk], disposed_at=None).exists()
    assert not any(default_storage.exists(one.path) for one in Version.objects.all())
    assert browser_of("maya").get(reverse("signing:bulk_completed", args=[bulk.pk])).status_code == 404
    assert browser_of("maya").get(bulk.get_absolute_url()).status_code == 200
    assert browser_of("maya").get(reverse("signing:bulk_paper", args=[bulk.pk])).status_code == 409
