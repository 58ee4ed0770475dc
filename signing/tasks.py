"""What the clock calls."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from flowmono.common.now import moment
from signing.actions import expire_due, follow_absences, remind_due, warn_due
from signing.actions.summaries import write_due_summaries
from signing.pki import TrialPki, load_revocation_lists

# A list is good for 30 days; renewed after 20, so that a worker that stands still for a week does no harm.
RENEW_BEFORE = timedelta(days=10)


def keep_time() -> int:
    """Close what was not signed in time, warn shortly before, remind in between; return how many letters or rounds it came to."""
    at = moment()
    return expire_due(at=at) + warn_due(at=at) + remind_due(at=at)


def write_summaries() -> int:
    """Write to our own people what they are told in one letter of a sending to many; return how many letters."""
    return write_due_summaries(at=moment())


def pass_on_places() -> int:
    """Let the places of people who are away pass on by their delegations, and come back; return how many moved."""
    return follow_absences(at=moment())


def renew_trial_revocation_lists() -> bool:
    """Write fresh revocation lists when those of the trial authority run out; True when it did.

    Only a trial authority that lies here with its keys is renewed, never in production: there, whoever vouches for the seal
    publishes the lists. Another process does it, so that the worker never holds a key.
    """
    pki = TrialPki(Path(settings.PKI_DIR))
    if settings.PRODUCTION or not (pki.root.exists() and pki.key("root").exists() and pki.signer_settings.exists()):
        return False
    paths = [path for path in pki.revocation_lists if path.exists()]
    ends = [one["tbs_cert_list"]["next_update"].native for one in load_revocation_lists(paths)]
    if ends and min(ends) - timezone.now() > RENEW_BEFORE:
        return False
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_trial_pki", "--renew"]
    subprocess.run(command, check=True, timeout=120, stdout=subprocess.DEVNULL)  # noqa: S603 - nothing of it is typed
    return True
