"""Which certificate a mark signs with. Its key is known to the signer process only; here stands the name by which it is asked for."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Invalid, require
from flowmono.ledger.models import write_entry
from signing import policies, trust
from signing.certificates import told_of, why_not_to_sign_with
from signing.models import SignatureProfile
from signing.signer.client import Held
from signing.signer.messages import SignerProblem


@action
def bind_certificate(profile: SignatureProfile, *, by: User, at: datetime, name: str) -> SignatureProfile:
    """From now on the mark signs with the certificate of this name; "": with the company's. Raises Invalid, in words, for one with which
    it could not sign today."""
    require(policies.can_bind_certificates, by)
    profile = SignatureProfile.objects.lock(profile, may_be_named=True)
    if name == profile.certificate:
        return profile
    facts = {"mark": str(profile.pk), "of": str(profile.user), "before": profile.certificate, "after": name}
    if name:
        held = _held(name)
        why = why_not(profile, held)
        if why:
            raise Invalid(why, field="certificate")
        told = told_of(held.certificate)
        facts |= {"certificate": told.sha256, "subject": told.subject}
    profile.certificate = name
    profile.save()
    write_entry(case_id=profile.case, kind="mark.certificate", at=at, facts={**facts, "by": str(by)})
    return profile


def why_not(profile: SignatureProfile, held: Held) -> str:
    """Why the mark cannot sign with this certificate today, in words; "" when it can. Papers age by the machine's own clock."""
    return why_not_to_sign_with(
        held.certificate, held.chain, profile.signed_name, trust.for_certificates(), at=timezone.now()
    )


def _held(name: str) -> Held:
    try:
        return trust.client().named(name)
    except SignerProblem as problem:
        raise Invalid(
            _("This certificate cannot be used: %(why)s") % {"why": problem}, field="certificate"
        ) from problem
