"""Where a webhook may go: the internet, and nowhere near our own machines."""

import socket
from typing import Any

import pytest

from flowmono.webhooks import calling
from flowmono.webhooks.addresses import RefusedAddress, read_target, why_refused
from flowmono.webhooks.calling import post
from tests.webhooks.sink import listening

REFUSED = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.1.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
ALLOWED = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "100.63.255.255", "2606:4700:4700::1111"]

REFUSED_URLS = [
    "http://example.com/",
    "ftp://example.com/",
    "//example.com/",
    "example.com",
    "https://",
    "https:///path",
    "https://user:secret@example.com/",
    "https://example.com/#part",
    "https://example.com:0/",
    "https://example.com:99999/",
    "https://exa mple.com/",
    "https://example.com\\@127.0.0.1/",
    "https://example.com/\r\nHost: inside",
    "https://bücher.example/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data/",
    "http://localhost/",
    "https://example.com/" + "a" * 500,
]
# Every one of these means 127.0.0.1 or 169.254.169.254 to a resolver, though it does not look like it.
DISGUISED = ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "2852039166", "localhost"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_the_internet_cannot_reach_is_refused(address: str) -> None:
    assert why_refused(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_what_the_internet_reaches_is_allowed(address: str) -> None:
    assert why_refused(address) == ""


def test_loopback_is_allowed_in_development_and_nothing_else_of_ours() -> None:
    assert [why_refused(address, loopback=True) for address in ("127.0.0.1", "::1")] == ["", ""]
    assert all(why_refused(address, loopback=True) for address in REFUSED if not address.startswith(("127.", "::1")))


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_a_url_that_leads_astray_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(RefusedAddress):
        read_target(url)


def test_a_good_url_is_taken_apart() -> None:
    target = read_target("https://hooks.example.com:8443/in?key=1")

    assert (target.host, target.port, target.path) == ("hooks.example.com", 8443, "/in?key=1")
    assert target.host_header == "hooks.example.com:8443"
    assert read_target("https://[2606:4700::1]/").host_header == "[2606:4700::1]"


@pytest.mark.parametrize("host", DISGUISED)
def test_an_address_in_disguise_is_found_out_when_it_is_resolved(host: str) -> None:
    answer = post(f"https://{host}/", b"{}", {}, loopback=False)

    assert answer.status is None
    assert "Only a server that the internet can reach is called." in answer.error


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"])
def test_one_bad_address_among_good_ones_is_enough_to_refuse(inside: str, monkeypatch: Any) -> None:
    asked = []

    def resolver(host: str, port: int, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.216.34", inside)]

    monkeypatch.setattr(calling.socket, "getaddrinfo", resolver)

    answer = post("https://rebinding.example/", b"{}", {}, loopback=False)

    assert (answer.status, asked) == (None, ["rebinding.example"])
    assert answer.error.startswith(f"rebinding.example leads to {inside}, which is ")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: Any) -> None:
    """A name server that answers otherwise the second time is never asked a second time."""
    with listening() as sink:
        answers = iter(["127.0.0.1", "10.0.0.1"])
        real = socket.getaddrinfo
        looked_up = []

        def resolver(host: str, port: int, *rest: Any, **options: Any) -> Any:
            if host != "localhost":
                return real(host, port, *rest, **options)
            looked_up.append(host)
            return [(2, 1, 6, "", (next(answers), port))]

        monkeypatch.setattr(calling.socket, "getaddrinfo", resolver)

        answer = post(sink.url.replace("127.0.0.1", "localhost"), b"{}", {}, loopback=True)

    assert (answer.status, looked_up, len(sink.got)) == (204, ["localhost"], 1)


def test_a_redirect_is_not_followed() -> None:
    with listening() as inner, listening(codes=[307], headers={"Location": inner.url}) as sink:
        answer = post(sink.url, b"{}", {}, loopback=True)

    assert (answer.status, answer.is_taken, inner.got) == (307, False, [])
    assert answer.error == "It answered with a redirect, and redirects are not followed."


def test_an_answer_is_read_to_its_first_kilobyte() -> None:
    with listening(codes=[200], body=b"x" * 1_000_000) as sink:
        answer = post(sink.url, b"{}", {}, loopback=True)

    assert (answer.status, len(answer.text)) == (200, 1024)


def test_who_dawdles_is_cut_off() -> None:
    with listening(codes=[200], body=b"y" * 200, headers={"Content-Length": "200"}, slowly=0.05) as sink:
        answer = post(sink.url, b"{}", {}, loopback=True, seconds=0.4)

    assert (answer.status, answer.error) == (None, "It did not answer in time.")
    assert 350 <= answer.milliseconds < 2000


def test_nobody_there_is_said_in_words() -> None:
    with listening() as sink:
        url = sink.url

    assert post(url, b"{}", {}, loopback=True).error == "Nothing listens there."
    assert post("https://nowhere.invalid/", b"{}", {}, loopback=False).error == "Its name is not known."


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: Any) -> None:
    with listening() as proxy, listening() as sink:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)

        answer = post(sink.url, b"{}", {"webhook-id": "msg_1"}, loopback=True)

    assert (answer.status, proxy.got, sink.ids) == (204, [], ["msg_1"])
    assert sink.got[0][0]["host"] == sink.url.split("/")[2]
