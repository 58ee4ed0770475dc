"""How people get accounts: an administrator makes them, nobody signs up."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

_NOT_THE_CODE = _("This is not the code of now. Wait until the app shows the next one, and type its six digits.")
_TOO_OFTEN = _("That was tried too often. Wait a few minutes, then try again.")


class ClosedSignup(DefaultAccountAdapter):
    """Accounts are made in the admin or by an invitation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. An administrator can help."),
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your present password. Type it again."),
        "incorrect_code": _NOT_THE_CODE,
        "incorrect_password": _("This is not your password. Type it again."),
        "rate_limited": _TOO_OFTEN,
        "same_as_current": _("This is what you have now. Choose another."),
        "too_many_login_attempts": _TOO_OFTEN,
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class SecondFactor(DefaultMFAAdapter):
    """A second factor speaks as the rest of the product does."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("The second factor of this account cannot be switched off."),
        "cannot_generate_recovery_codes": _("Set up an app first. Recovery codes are for when it is lost."),
        "incorrect_code": _NOT_THE_CODE,
    }
