"""How people get accounts: an administrator makes them, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):
    """Accounts are made in the admin or by an invitation."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
