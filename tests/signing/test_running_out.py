"""What seals are trusted by does not run out unseen, and the trial authority's lists are renewed by the clock."""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem
from django.utils import timezone

from flowmono.accounts import roles
from flowmono.common.templatetags.writing import say_day
from signing.pki import (
    TrialPki,
    issue_for_person,
    load_certificate,
    load_revocation_lists,
    make_trial_pki,
    renew_revocation_lists,
)
from signing.signer.client import signer_client
from signing.tasks import renew_trial_revocation_lists
from signing.watches import proofs_in, sealing_runs_out
from tests.people import make_person
from tests.signing.crypto.authorities import identity
from tests.signing.life.scenes import make_mark

pytestmark = pytest.mark.threats

DAY = timedelta(days=1)


@pytest.fixture
def pki(tmp_path: Path, settings: Any) -> TrialPki:
    settings.PKI_DIR, settings.SIGNER_SOCKET = tmp_path / "pki", str(tmp_path / "no-signer.sock")
    return make_trial_pki(settings.PKI_DIR, "Brightwater", at=timezone.now())


def ends_of_lists(pki: TrialPki) -> list[Any]:
    return [one["tbs_cert_list"]["next_update"].native for one in load_revocation_lists(pki.revocation_lists)]


def found_at(moment: Any) -> list[Any]:
    return [finding for finding in sealing_runs_out(moment) if finding is not None]


def test_everything_that_seals_are_trusted_by_is_looked_at(pki: TrialPki) -> None:
    names = [proof.name for proof in proofs_in(pki.folder)]

    assert names == ["root.pem", "issuing.pem", "seal.pem", "timestamp.pem", "root.crl", "issuing.crl"]
    assert list(sealing_runs_out(timezone.now())) == [None] * 6


def test_a_seal_is_warned_about_sixty_days_before_its_end_and_after(pki: TrialPki) -> None:
    ends = load_certificate(pki.seal).not_valid_after

    def about_the_seal(moment: Any) -> list[Any]:
        return [finding for finding in found_at(moment) if finding.evidence["file"] == "seal.pem"]

    assert about_the_seal(ends - 61 * DAY) == []
    (soon,) = about_the_seal(ends - 30 * DAY)
    (late,) = about_the_seal(ends + 3 * DAY)
    assert (soon.title, soon.owner_role) == ("The certificate of the seal runs out", roles.ADMINISTRATOR)
    assert soon.sentence.startswith(f"The certificate of the seal is good until {say_day(ends.date())}.")
    assert late.sentence.startswith(f"The certificate of the seal ran out on {say_day(ends.date())}.")
    assert (soon.evidence["days left"], late.days, soon.cause) == (30, 3, late.cause)


def test_a_list_is_warned_about_five_days_before_its_end(pki: TrialPki) -> None:
    ends = min(ends_of_lists(pki))

    assert found_at(ends - 6 * DAY) == []
    assert {finding.evidence["file"] for finding in found_at(ends - 4 * DAY)} == {"root.crl", "issuing.crl"}


def test_the_clock_of_a_demonstration_ages_nothing(pki: TrialPki, settings: Any) -> None:
    settings.CLOCK_AHEAD = 400 * DAY

    assert found_at(timezone.now() + 400 * DAY) == []


def test_what_cannot_be_read_is_said(pki: TrialPki) -> None:
    pki.seal.write_text("not a certificate")

    (found,) = found_at(timezone.now())

    assert found.title == "A certificate or revocation list cannot be read"
    assert "seal.pem" in found.sentence


def test_a_folder_without_keys_is_nothing_to_warn_about(tmp_path: Path, settings: Any) -> None:
    settings.PKI_DIR, settings.SIGNER_SOCKET = tmp_path / "nothing", str(tmp_path / "no-signer.sock")

    assert list(sealing_runs_out(timezone.now())) == []
    assert renew_trial_revocation_lists() is False


def test_lists_are_renewed_when_they_run_out_and_not_before(
    pki: TrialPki, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert renew_trial_revocation_lists() is False
    passphrase = json.loads(pki.signer_settings.read_text())["passphrase"]
    renew_revocation_lists(pki, passphrase=passphrase, at=timezone.now() - 25 * DAY)
    monkeypatch.setenv("FLOWMONO_PKI", str(settings.PKI_DIR))

    assert renew_trial_revocation_lists() is True

    assert min(ends_of_lists(pki)) > timezone.now() + 29 * DAY
    assert renew_trial_revocation_lists() is False


def test_in_production_nobody_but_the_signer_touches_a_key(pki: TrialPki, settings: Any) -> None:
    settings.PRODUCTION = True
    for path in pki.revocation_lists:
        path.unlink()

    assert renew_trial_revocation_lists() is False


def test_roots_of_others_are_warned_about_too(pki: TrialPki) -> None:
    foreign = identity("Clock Root", authority=True, ends=timezone.now() + 20 * DAY)
    (pki.folder / "clocks").mkdir()
    (pki.folder / "clocks" / "root.pem").write_bytes(pem.armor("CERTIFICATE", foreign.asn1.dump()))

    (found,) = found_at(timezone.now())

    assert found.title == "The trusted certificate “Clock Root” runs out"
    assert found.url == "/signing/seals/"


@pytest.mark.django_db
def test_what_the_signer_signs_with_is_warned_about_where_it_lies_elsewhere(settings: Any, tmp_path: Path) -> None:
    signers = make_trial_pki(tmp_path / "signers", "Brightwater", at=timezone.now() - 5 * 365 * DAY + 30 * DAY)
    passphrase = json.loads(signers.signer_settings.read_text())["passphrase"]
    for name in ("sam-whitfield", "nobody"):
        issue_for_person(signers, "Sam Whitfield", name, passphrase=passphrase, at=timezone.now() - 700 * DAY)
    make_mark(make_person("sam"), certificate="sam-whitfield")
    settings.PKI_DIR, settings.SIGNER_SOCKET = tmp_path / "public", str(tmp_path / "signer.sock")
    settings.PKI_DIR.mkdir()
    client = signer_client(Path(settings.SIGNER_SOCKET), settings=signers.signer_settings)
    process = client.ask({"do": "identify"})["process"]

    titles = [finding.title for finding in found_at(timezone.now())]
    os.kill(process, signal.SIGKILL)
    client.close()

    assert titles == [
        "The certificate of the seal runs out",
        "The certificate “Sam Whitfield” of a mark runs out",
    ]
