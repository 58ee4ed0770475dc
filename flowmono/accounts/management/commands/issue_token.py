"""Issue a token for a program: issue_token OWNER NAME --scope contracts:read --scope contracts:write"""

import re
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from flowmono.accounts.models import AccessToken, User

SCOPE = re.compile(r"[a-z][a-z_]*:(read|write)")


class Command(BaseCommand):
    help = "Make a token that acts as its owner within its scopes. The secret is printed once and never stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("owner", help="The e-mail address of the account that the program acts for.")
        parser.add_argument("name", help="What the program is called; shown wherever it changed something.")
        parser.add_argument("--scope", action="append", required=True, help="Such as contracts:read; may be repeated.")
        parser.add_argument("--days", type=int, default=365, help="How many days it is good for (365).")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(email__iexact=options["owner"], is_active=True).first()
        if owner is None:
            raise CommandError(f"No active account has the address {options['owner']}.")
        wrong = [scope for scope in options["scope"] if not SCOPE.fullmatch(scope)]
        if wrong:
            raise CommandError(f"A scope is a word and read or write, such as contracts:read; not {', '.join(wrong)}.")
        if options["days"] < 1:
            raise CommandError("A token is good for at least one day.")
        now = timezone.now()
        expires_at = now + timedelta(days=options["days"])
        scopes = sorted(set(options["scope"]))
        _token, secret = AccessToken.issue(
            owner=owner, name=options["name"], scopes=scopes, at=now, expires_at=expires_at
        )
        self.stdout.write(secret)
        self.stderr.write(f"For {owner}, {', '.join(scopes)}, until {expires_at:%d %B %Y}. It is shown this once.")
