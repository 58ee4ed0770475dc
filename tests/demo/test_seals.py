"""A buyer sees in the demonstration what the product can do: seals of the highest level, by an authority that says what it is."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import crl
from django.utils import timezone

from demo.history.playing import prepare_authority, seal_for_the_archive
from signing.pki import TrialPki, load_certificate, renew_revocation_lists


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> TrialPki:
    settings.PKI_DIR = tmp_path / "pki"
    settings.SEAL_LEVEL = "B-B"
    monkeypatch.setenv("FLOWMONO_PKI", str(settings.PKI_DIR))
    monkeypatch.setenv("FLOWMONO_SEAL_LEVEL", "B-B")
    monkeypatch.delenv("FLOWMONO_SEAL_LEVEL")
    return TrialPki(settings.PKI_DIR)


def test_it_seals_at_the_highest_level_and_every_certificate_says_that_it_is_a_demonstrations(
    own_keys: TrialPki, settings: Any
) -> None:
    seal_for_the_archive()

    assert (settings.SEAL_LEVEL, os.environ["FLOWMONO_SEAL_LEVEL"]) == ("B-LTA", "B-LTA")
    for file in (own_keys.root, own_keys.issuing, own_keys.seal, own_keys.timestamp):
        assert "(demonstration)" in load_certificate(file).subject.native["common_name"]


def test_a_level_that_somebody_named_stays(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWMONO_SEAL_LEVEL", "B-T")

    seal_for_the_archive()

    assert settings.SEAL_LEVEL == "B-T"


def test_with_keys_that_somebody_brought_the_level_is_theirs_to_name(own_keys: TrialPki, settings: Any) -> None:
    prepare_authority()
    own_keys.signer_settings.unlink()

    seal_for_the_archive()

    assert settings.SEAL_LEVEL == "B-B"


def test_begun_again_after_a_month_its_lists_are_good_and_its_keys_the_same(own_keys: TrialPki) -> None:
    prepare_authority()
    seal, secret = own_keys.seal.read_bytes(), json.loads(own_keys.signer_settings.read_text())["passphrase"]
    renew_revocation_lists(own_keys, passphrase=secret, at=timezone.now() - timedelta(days=40))

    seal_for_the_archive()

    lists = [crl.CertificateList.load(path.read_bytes()) for path in own_keys.revocation_lists]
    assert all(one["tbs_cert_list"]["next_update"].native > timezone.now() for one in lists)
    assert own_keys.seal.read_bytes() == seal
