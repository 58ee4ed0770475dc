"""Milliseconds per signature and per verification of a 20-page contract, beside bare pyHanko doing the same.

    .venv/bin/python -m bench.signing [--rounds 20]

The keys, the timestamp authority and the revocation lists are local, so the figures are our own time and no network's. "through the
signer process" is what the product does; "key in this process" is the same without the socket. "own" is processor time of this
process, which other work on the machine does not lengthen; what the signer process and the limited child do counts in the wall time only.
The targets are for own time: a seal at B-LTA under 150 ms, three signers verified warm under 500 ms.
"""

import argparse
import asyncio
import io
import logging
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from weasyprint import HTML

from signing import pki
from signing.sealing import SEAL_FIELD, FieldSpec, Level, TrustMaterial, certify, prepare_fields, seal, sign
from signing.signer.client import signer_client
from signing.signer.keys import LocalSigner, LocalTimestamper, certificate_store
from signing.stamps import Mark
from signing.verification.sandbox import Sandbox
from signing.verification.verdict import Question
from signing.verification.verifying import verify

SIGNERS = ("Maya", "Vera", "Abel")
PASSPHRASE = "bench"


def main() -> None:
    """Make keys and a contract, then time each step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), rounds)


def measure(folder: Path, rounds: int) -> None:
    """Print one line per step."""
    at = datetime.now(UTC)
    made = pki.make_trial_pki(folder / "pki", "Bench", at=at, passphrase=PASSPHRASE)
    chain = pki.load_certificates([made.issuing, made.root])
    local = LocalSigner(pki.load_key(made.key("seal"), PASSPHRASE), pki.load_certificate(made.seal), chain)
    stamper = LocalTimestamper(
        pki.load_key(made.key("timestamp"), PASSPHRASE),
        pki.load_certificate(made.timestamp),
        chain,
        lambda: datetime.now(UTC),
    )
    trust = TrustMaterial((chain[1],), (chain[0],), tuple(pki.load_revocation_lists(made.revocation_lists)))
    client = signer_client(folder / "run" / "signer.sock", settings=made.signer_settings)
    remote, remote_stamper = client.signer(), client.timestamper()

    fields = [FieldSpec(name, 20, (72, 100 + 80 * n, 272, 160 + 80 * n)) for n, name in enumerate(SIGNERS)]
    contract = twenty_pages()
    prepared = prepare_fields(contract, fields)
    print(f"a contract of 20 pages, {len(contract):,} bytes; {rounds} rounds, in ms")
    print(f"{'':66} {'own':>8} {'wall':>8} {'worst':>8}")

    show("prepare fields", rounds, lambda: prepare_fields(contract, fields))
    certified = certify(prepared, local, reason="Sent", at=at).pdf
    show("certify, key in this process", rounds, lambda: certify(prepared, local, reason="Sent", at=at))
    mark = Mark("Maya Lindqvist", at, "Contract manager", "I approve")
    show("person signs with a mark, B-B", rounds, lambda: sign(certified, "Maya", local, mark, reason="x", at=at))
    show(
        "person signs with a mark, B-B, through the signer process",
        rounds,
        lambda: sign(certified, "Maya", remote, mark, reason="x", at=at),
    )
    signed = certified
    for name in SIGNERS:
        signed = sign(signed, name, local, Mark(name, at), reason="I agree", at=at).pdf

    def seal_at(level: Level, who: object, stamps: object) -> bytes:
        return seal(signed, who, level, reason="Sealed", at=at, timestamper=stamps, trust=trust).pdf

    for level in Level:
        target = 150 if level is Level.LTA else 0
        show(f"seal {level}, key in this process", rounds, lambda level=level: seal_at(level, local, stamper), target)
    show(
        "seal B-LTA, through the signer process", rounds, lambda: seal_at(Level.LTA, remote, remote_stamper), target=150
    )
    bare = SimpleSigner(local.signing_cert, private_key_info(made), certificate_store(chain))
    show("seal B-LTA, bare pyHanko", rounds, lambda: seal_bare(signed, bare, stamper, trust))

    sealed = seal_at(Level.LTA, local, stamper)
    verdict = verify(sealed, trust=trust.roots, crls=trust.revocation_lists)
    print(f"verdict on 1 certification, 3 signers, seal and archive timestamp: valid={verdict.valid}")
    show("verify", rounds, lambda: verify(sealed, trust=trust.roots, crls=trust.revocation_lists), 500)
    sandbox = Sandbox()
    question = Question(trust=trust.roots, crls=trust.revocation_lists)
    sandbox.verify(sealed, question)
    show("verify in the limited child, warm", rounds, lambda: sandbox.verify(sealed, question))
    show("verify, bare pyHanko (its default rules)", rounds, lambda: verify_bare(sealed, trust))
    sandbox.close()
    client.close()


def show(what: str, rounds: int, work: Callable[[], object], target: float = 0) -> None:
    """Time `work` and print the median of its own time, of the wall time, and the worst of that; beside a target, whether own time meets it."""
    work()
    own, wall = [], []
    for _ in range(rounds):
        used, start = time.process_time(), time.perf_counter()
        work()
        wall.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - used) * 1000)
    median = statistics.median(own)
    kept = f"  target {target:.0f}: {'met' if median < target else 'MISSED'}" if target else ""
    print(f"{what:66} {median:8.1f} {statistics.median(wall):8.1f} {max(wall):8.1f}{kept}")


def twenty_pages() -> bytes:
    """A contract of 20 pages of text."""
    clause = (
        "<p>The supplier performs the services with the skill and care of a careful professional, and on time.</p>" * 18
    )
    pages = "".join(f"<section style='break-before:page'><h2>{n}. Clause</h2>{clause}</section>" for n in range(1, 21))
    return bytes(HTML(string=f"<html lang=en><title>Agreement</title>{pages}").write_pdf())


def private_key_info(made: pki.TrialPki) -> object:
    """The seal's key in the form that pyHanko's own signer wants."""
    from asn1crypto.keys import PrivateKeyInfo
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = pki.load_key(made.key("seal"), PASSPHRASE)
    return PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def seal_bare(pdf: bytes, signer: SimpleSigner, stamper: LocalTimestamper, trust: TrustMaterial) -> bytes:
    """The same seal by pyHanko alone."""
    context = ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=list(trust.between),
        crls=list(trust.revocation_lists),
        revocation_mode="require",
    )
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        embed_validation_info=True,
        use_pades_lta=True,
        validation_context=context,
    )
    out = PdfSigner(metadata, signer, timestamper=stamper).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(out.getvalue())


def verify_bare(pdf: bytes, trust: TrustMaterial) -> bool:
    """Every signature checked by pyHanko alone, with its default rules for changes."""
    reader = PdfFileReader(io.BytesIO(pdf))
    good = True
    for signature in reader.embedded_regular_signatures:
        context = ValidationContext(
            trust_roots=list(trust.roots), other_certs=list(trust.between), crls=list(trust.revocation_lists)
        )
        good = asyncio.run(async_validate_pdf_signature(signature, context)).bottom_line and good
    return good


if __name__ == "__main__":
    main()
