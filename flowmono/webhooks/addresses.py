"""Where a webhook may go: rules on an address and on a URL, without asking the network.

A server that calls whatever address it is given can be made to call its own neighbours (server-side request forgery). So
only addresses that anybody on the internet can reach are called, and a name is resolved once: what was checked is what is
connected to. Sources: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its updates).
"""

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What each network is for, in the words that people read. Anything that Python does not call global is refused as well.
_SPECIAL: Final[tuple[tuple[Network, str], ...]] = tuple(
    (ipaddress.ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this machine itself"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "this machine itself"),
        ("169.254.0.0/16", "a link's own addresses, where clouds keep their metadata"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "a retired relay"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "benchmarks"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "many receivers at once"),
        ("240.0.0.0/4", "nothing yet"),
        ("::/128", "this machine itself"),
        ("::1/128", "this machine itself"),
        ("::/96", "an IPv4 address in disguise"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("64:ff9b::/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "an IPv4 address in disguise"),
        ("100::/64", "nothing"),
        ("2001::/23", "protocol assignments and tunnels"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "an IPv4 address in disguise"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "a link's own addresses"),
        ("fec0::/10", "a private network"),
        ("ff00::/8", "many receivers at once"),
    )
)
LONGEST_URL: Final = 500
# A house's own networks, which an administrator may open for a server named in the settings. Never a link's own addresses.
_OWN: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)


class RefusedAddress(ValueError):
    """A webhook must not go there; the message says why and what to do."""


@dataclass(frozen=True)
class Target:
    """Where to connect and what to ask for. path: with its query; host: without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The Host header's value: brackets round an IPv6 address, the port when it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def why_refused(address: str, *, loopback: bool = False, own: bool = False) -> str:
    """What an address is for when a webhook must not go there; "" when anybody on the internet can reach it.

    loopback: in development and tests 127.0.0.0/8 and ::1 may be called. own: so may this machine and private networks, because an
    administrator named the server. Raises ValueError when it is no address.
    """
    if "%" in address:
        return "a link's own addresses"
    found = ipaddress.ip_address(address)
    if loopback and found.is_loopback:
        return ""
    if own and any(found.version == network.version and found in network for network in _OWN):
        return ""
    for network, what in _SPECIAL:
        if found.version == network.version and found in network:
            return what
    return "" if found.is_global else "not the internet"


def read_target(url: str, *, loopback: bool = False, plain: bool = False, own: bool = False) -> Target:
    """A webhook's URL in its parts. Raises RefusedAddress when it is not https, names no host, or names a forbidden address.

    loopback: http:// to this machine is allowed, for development and tests. plain: http:// is allowed to anybody, for what is
    public and signed by itself, such as timestamps and revocation lists. own: see `why_refused`.
    """
    if len(url) > LONGEST_URL or any(ord(letter) <= 32 or ord(letter) > 126 for letter in url) or "\\" in url:
        raise RefusedAddress(
            "A URL has at most 500 characters, all of them ASCII without spaces. Write other letters as %-codes."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise RefusedAddress(f"This is not a URL: {problem}.") from problem
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.scheme not in {"https", "http"}:
        raise RefusedAddress("Write the whole address, such as https://example.com/flowmono.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise RefusedAddress("Leave out user names, passwords and what follows a #. The signature says who is calling.")
    if port == 0:
        raise RefusedAddress("Port 0 is no port. Leave it out, or write the one that your server listens on.")
    if parts.scheme == "http" and not plain and not (loopback and is_loopback_name(host)):
        raise RefusedAddress("Use https, so that nobody reads or changes a message on its way.")
    path = parts.path or "/"
    usual = 443 if parts.scheme == "https" else 80
    target = Target(parts.scheme, host, port or usual, f"{path}?{parts.query}" if parts.query else path)
    if is_address(host) and (what := why_refused(host, loopback=loopback, own=own)):
        raise RefusedAddress(f"{host} is {what}. Only a server that the internet can reach is called.")
    return target


def is_address(host: str) -> bool:
    """True when the host is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback_name(host: str) -> bool:
    """True for localhost and for loopback addresses, as they are usually written."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)
