"""Make a trial authority: root, issuing authority, seal and timestamp certificates, or one for a person, and say what they are worth."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify

from signing.pki import WORTH, WORTH_OF_PERSON, KeyProblem, TrialPki, issue_for_person, renew_revocation_lists
from signing.signer.holding import NAME
from signing.trust import trial_authority


class Command(BaseCommand):
    help = "Make a trial authority in the folder of keys, a certificate for --person, or fresh revocation lists with --renew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renew", action="store_true", help="write fresh revocation lists, good for 30 days")

        parser.add_argument("--person", help="a certificate for this person, such as “Sam Whitfield”")
        parser.add_argument("--name", default="", help="the name by which the signer knows it; by default the person's")
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
            if options["person"]:
                file = _issue(folder, options["person"], options["name"], now)
                self.stdout.write(
                    f"Made {file.stem} in {file.parent}. The signer knows it from now on.\n\n{WORTH_OF_PERSON}"
                )
                return
            if there:
                raise CommandError(f"{folder} already holds an authority. Use --renew for fresh revocation lists.")
            trial_authority(at=now, rsa_seal=options["rsa"])
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Made in {folder}.\n\n{WORTH}")


def _renew(folder: Path, at: datetime) -> None:
    renew_revocation_lists(TrialPki(folder), passphrase=_passphrase(folder), at=at)


def _issue(folder: Path, person: str, name: str, at: datetime) -> Path:
    name = name or slugify(person)
    if not NAME.fullmatch(name):
        raise KeyProblem(
            "Give the certificate a --name of small letters, digits, stops and hyphens, such as sam-whitfield."
        )
    return issue_for_person(TrialPki(folder), person.strip(), name, passphrase=_passphrase(folder), at=at)


def _passphrase(folder: Path) -> str:
    try:
        return str(json.loads(TrialPki(folder).signer_settings.read_text())["passphrase"])
    except (OSError, ValueError, KeyError):
        raise KeyProblem(f"{folder} holds no trial authority. Run make_trial_pki first.") from None
