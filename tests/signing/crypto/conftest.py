"""A trial authority, its signer, and a three-page contract, made once for all stories about signatures."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from weasyprint import HTML

from signing import pki
from signing.sealing import FieldSpec, TrustMaterial
from signing.signer.keys import LocalSigner, LocalTimestamper

NOW = datetime.now(UTC).replace(microsecond=0)
PASSPHRASE = "correct horse"
MAYA = FieldSpec("Maya", 3, (72, 100, 272, 160))
VERA = FieldSpec("Vera", 3, (300, 100, 500, 160))
ABEL = FieldSpec("Abel", 2, (72, 100, 272, 160))


@dataclass(frozen=True)
class House:
    """Everything that an organisation signs with."""

    pki: pki.TrialPki
    signer: LocalSigner
    timestamper: LocalTimestamper
    trust: TrustMaterial


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = pki.make_trial_pki(
        tmp_path_factory.mktemp("keys") / "pki", "Northwind Trading OÜ", at=NOW, country="EE", passphrase=PASSPHRASE
    )
    chain = pki.load_certificates([made.issuing, made.root])
    return House(
        pki=made,
        signer=LocalSigner(pki.load_key(made.key("seal"), PASSPHRASE), pki.load_certificate(made.seal), chain),
        timestamper=LocalTimestamper(
            pki.load_key(made.key("timestamp"), PASSPHRASE),
            pki.load_certificate(made.timestamp),
            chain,
            lambda: datetime.now(UTC),
        ),
        trust=TrustMaterial((chain[1],), (chain[0],), tuple(pki.load_revocation_lists(made.revocation_lists))),
    )


@pytest.fixture(scope="session")
def contract() -> bytes:
    page = "<h1>Services agreement</h1><p>The supplier carries out the services with skill and care.</p>"
    return HTML(
        string=f"<html lang=en><title>Services agreement</title>{page}"
        + 2 * f"<div style='break-before:page'>{page}</div>"
    ).write_pdf()


@pytest.fixture(scope="session")
def attacks() -> Path:
    folder = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "attacks"
    if not folder.is_dir():
        pytest.skip("the attack files are not on this machine")
    return folder
