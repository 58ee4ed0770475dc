"""Two people submit at the same moment, fifty times: every file holds both signatures (threat A13)."""

from pathlib import Path
from typing import Any

import pytest

from signing import sealing, trust
from signing.models import Envelope
from signing.verification.verifying import verify
from tests.people import make_person
from tests.signing.life.scenes import inside, make_mark, outside, sent, submitted_at_once

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
ROUNDS = 50


def test_in_fifty_rounds_no_signature_is_lost(committed: None, settings: Any, tmp_path: Path):
    settings.PKI_DIR, settings.SIGNER_SOCKET = tmp_path / "pki", str(tmp_path / "signer.sock")
    sam, abel = make_person("sam"), make_person("abel")
    make_mark(sam)
    make_mark(abel)

    lost = []
    for number in range(ROUNDS):
        envelope = sent(inside(sam), inside(abel), outside())
        problems = submitted_at_once(envelope, [sam.email, abel.email])
        data = Envelope.objects.get(pk=envelope.pk).current_version.content()
        verdict = verify(
            data, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand(), expected_signers=2
        )
        if problems or verdict.reasons or sorted(sealing.signed_fields(data))[1:] != ["Signer 1", "Signer 2"]:
            lost.append((number, problems, verdict.reasons))

    assert lost == []
