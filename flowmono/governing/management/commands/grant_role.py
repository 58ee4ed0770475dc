"""Give a role where nobody can propose it yet: grant_role ada@example.com Administrator"""

from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.notices.telling import tell


class Command(BaseCommand):
    help = (
        "Give an account a role. For setting up, and for when there is no second administrator: in the product two "
        "people give roles. Every administrator is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="The e-mail address of the account.")
        parser.add_argument("role", help=f"One of: {', '.join(roles.ALL)}.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.select_for_update().filter(email__iexact=options["address"], is_active=True).first()
        if person is None:
            raise CommandError(f"No active account has the address {options['address']}.")
        role = next((name for name in roles.ALL if name.casefold() == options["role"].casefold()), None)
        if role is None:
            raise CommandError(f"There is no role {options['role']}. The roles are: {', '.join(roles.ALL)}.")
        person.groups.add(Group.objects.get(name=role))
        if role == roles.ADMINISTRATOR:
            person.is_staff = person.is_superuser = True
        person._change_reason = f"{role}, given at the command line"  # type: ignore[attr-defined]
        person.save()
        now = timezone.now()
        tell(
            User.objects.in_role(roles.ADMINISTRATOR),
            "security",
            key=f"granted:{person.pk}:{role}:{now.isoformat()}",
            title=_("%(who)s was given the role %(role)s at the command line") % {"who": person, "role": role},
            url="/me/security/",
            at=now,
        )
        self.stdout.write(f"{person} has the role {role}.")
