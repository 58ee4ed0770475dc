"""Programs sign in with a token in the Authorization header: `Authorization: Bearer fm_…`."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from flowmono.accounts.models import AccessToken, User
from flowmono.common.now import moment


class TokenAuthentication(BaseAuthentication):
    """Finds the token by its hash; the request then acts as its owner, limited to its scopes."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        header = get_authorization_header(request).split()
        if not header or header[0].lower() != b"bearer":
            return None
        if len(header) != 2:
            raise AuthenticationFailed("Send the token as: Authorization: Bearer fm_…")
        try:
            digest = AccessToken.digest_of(header[1].decode())
        except UnicodeDecodeError:
            raise AuthenticationFailed("The token has characters that no token has.") from None
        token = AccessToken.objects.select_related("owner").filter(digest=digest).first()
        now = moment()
        if token is None or not token.is_live(now):
            raise AuthenticationFailed("This token is unknown, expired or revoked. Ask its owner for a new one.")
        if token.last_used_at is None or (now - token.last_used_at).total_seconds() > 60:
            AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
        token.owner.acting_token = token  # type: ignore[attr-defined]
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="flowmono"'


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "flowmono.accounts.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
