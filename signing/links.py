"""Personal links: made of a seed that is kept and a key that is not in the database, so that a reminder can repeat a link whose
hash alone is stored. Whoever reads the database without the key of the installation can open nothing."""

import base64
import secrets

from django.utils.crypto import salted_hmac

from signing.models import Recipient


def new_link(recipient: Recipient) -> str:
    """A new link of 256 bits for this place; the former stops working. The caller saves."""
    recipient.link_seed = secrets.token_urlsafe(32)
    token = _token_of(recipient)
    recipient.token_digest = Recipient.digest_of(token)
    recipient.token_expires_at = recipient.envelope.expires_at
    return token


def present_link(recipient: Recipient) -> str:
    """The link that this person holds; a new one where it cannot be repeated (none was made, or the key is another). The caller saves."""
    token = _token_of(recipient) if recipient.link_seed else ""
    known = bool(token) and secrets.compare_digest(Recipient.digest_of(token), recipient.token_digest)
    return token if known else new_link(recipient)


def _token_of(recipient: Recipient) -> str:
    made = salted_hmac("signing.link", f"{recipient.pk}:{recipient.link_seed}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
