"""What is watched about sealing: certificates and revocation lists that run out, because a seal without them proves less."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.accounts import roles
from flowmono.common.now import ahead
from flowmono.common.templatetags.writing import say_day
from flowmono.monitoring.registry import Finding, Option, watch
from signing import trust
from signing.certificates import ENDS_SOON
from signing.models import SignatureProfile
from signing.pki import KeyProblem, TrialPki, load_certificates, load_revocation_lists
from signing.signer.messages import SignerProblem
from signing.verification.certificates import name_of

# A new list is made in a second, and renewed long before by the clock.
LIST_ENDS_SOON = timedelta(days=5)


@dataclass(frozen=True)
class Proof:
    """One thing that seals are trusted by, and until when it is good."""

    name: str
    label: str
    ends_at: datetime
    is_list: bool = False

    def is_ending(self, at: datetime) -> bool:
        """True from 60 days before a certificate's end, and 5 before a list's."""
        return self.ends_at - at <= (LIST_ENDS_SOON if self.is_list else ENDS_SOON)


def proofs_in(folder: Path) -> Iterator[Proof]:
    """Every certificate and revocation list that lies in a folder of keys. Raises KeyProblem for one that cannot be read."""
    pki = TrialPki(folder)
    certificates = {
        pki.root: _("The root certificate"),
        pki.issuing: _("The issuing certificate"),
        pki.seal: _("The certificate of the seal"),
        pki.timestamp: _("The certificate of the timestamps"),
    }
    for path, label in certificates.items():
        for certificate in load_certificates([path]) if path.exists() else ():
            yield Proof(path.name, label, certificate.not_valid_after)
    for path in sorted([*folder.glob("trusted/*.pem"), *folder.glob("clocks/*.pem")]):
        for certificate in load_certificates([path]):
            label = _("The trusted certificate “%(name)s”") % {"name": name_of(certificate)}
            yield Proof(f"{path.parent.name}/{path.name}", label, certificate.not_valid_after)
    lists = zip(pki.revocation_lists, (_("The root's revocation list"), _("The seals’ revocation list")), strict=True)
    for path, label in lists:
        for found in load_revocation_lists([path]) if path.exists() else ():
            yield Proof(path.name, label, found["tbs_cert_list"]["next_update"].native, is_list=True)


def proofs_of_signer(there: frozenset[datetime]) -> Iterator[Proof]:
    """The certificates that the signer signs with, where it is at work: the seal's, unless it lies in the folder of keys too (with one of
    these ends), and those that a mark is bound to."""
    if not Path(settings.SIGNER_SOCKET).exists():
        return
    client = trust.client()
    seal, (people, _unusable) = client.seal(), client.people()
    if seal.certificate.not_valid_after not in there:
        yield Proof("seal", _("The certificate of the seal"), seal.certificate.not_valid_after)
    bound = set(SignatureProfile.objects.exclude(certificate="").values_list("certificate", flat=True))
    for one in people:
        if one.name in bound:
            label = _("The certificate “%(name)s” of a mark") % {"name": name_of(one.certificate)}
            yield Proof(f"people/{one.name}", label, one.certificate.not_valid_after)


@watch("sealing_runs_out", gettext_lazy("What seals are trusted by runs out"))
def sealing_runs_out(at: datetime) -> Iterator[Finding | None]:
    """Each certificate and list in the folder of keys, by the machine's own time: a demonstration's clock ages no paper."""
    now = at - ahead()
    try:
        proofs = list(proofs_in(Path(settings.PKI_DIR)))
        proofs += proofs_of_signer(frozenset(proof.ends_at for proof in proofs))
    except (KeyProblem, SignerProblem) as problem:
        yield _unreadable(problem)
        return
    for proof in proofs:
        yield _ending(proof, now) if proof.is_ending(now) else None


def _ending(proof: Proof, now: datetime) -> Finding:
    left = (proof.ends_at - now).days
    facts = {"what": proof.label, "day": say_day(proof.ends_at.date())}
    words = _("%(what)s ran out on %(day)s.") if proof.ends_at <= now else _("%(what)s is good until %(day)s.")
    if proof.is_list:
        then = _("Seals then no longer prove that their certificate was not taken back. Publish a fresh list.")
    else:
        then = _(
            "Seals made afterwards are refused by whoever checks them. Get a new certificate and give it to the signer."
        )
    return Finding(
        cause=f"{proof.name}:{proof.ends_at.date()}",
        title=_("%(what)s runs out") % facts,
        sentence=f"{words % facts} {then}",
        owner_role=roles.ADMINISTRATOR,
        case_id=uuid5(NAMESPACE_URL, f"pki:{proof.name}"),
        url=reverse("signing:seals"),
        days=max(0, -left),
        evidence={"file": proof.name, "good until": proof.ends_at.isoformat(), "days left": left},
        options=(Option(_("See seals and keys"), reverse("signing:seals")),),
    )


def _unreadable(problem: KeyProblem | SignerProblem) -> Finding:
    return Finding(
        cause="unreadable",
        title=_("The signer cannot be asked")
        if isinstance(problem, SignerProblem)
        else _("A certificate or revocation list cannot be read"),
        sentence=str(problem),
        owner_role=roles.ADMINISTRATOR,
        case_id=uuid5(NAMESPACE_URL, "pki:unreadable"),
        url=reverse("signing:seals"),
    )
