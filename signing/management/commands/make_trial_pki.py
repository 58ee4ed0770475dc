"""Make a trial authority: root, issuing authority, seal and timestamp certificates, and say plainly what they are worth."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signing.pki import WORTH, KeyProblem, TrialPki, renew_revocation_lists
from signing.trust import trial_authority


class Command(BaseCommand):
    help = "Make a trial authority in the folder of keys, or renew its revocation lists with --renew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renew", action="store_true", help="write fresh revocation lists, good for 30 days")

        parser.add_argument("--rsa", action="store_true", help="an RSA-3072 key for the seal instead of EC P-256")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.PKI_DIR)
        there = TrialPki(folder).root.exists()
        now = timezone.now()
        try:
            if options["renew"]:
                _renew(folder, now)
                self.stdout.write(f"The revocation lists in {folder} are good for 30 days.")
                return
            if there:
                raise CommandError(f"{folder} already holds an authority. Use --renew for fresh revocation lists.")
            trial_authority(at=now, rsa_seal=options["rsa"])
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Made in {folder}.\n\n{WORTH}")


def _renew(folder: Path, at: datetime) -> None:
    pki = TrialPki(folder)
    try:
        passphrase = json.loads(pki.signer_settings.read_text())["passphrase"]
    except (OSError, ValueError, KeyError):
        raise KeyProblem(f"{folder} holds no trial authority. Run make_trial_pki first.") from None
    renew_revocation_lists(pki, passphrase=passphrase, at=at)
