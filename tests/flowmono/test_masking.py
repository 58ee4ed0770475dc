"""No log keeps what opens somebody's page."""

import logging
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from flowmono.common.masking import MaskSecrets, mask_secrets
from tests.real import ROOT, environment, wait_until

SECRET = "kX7-a_secret.9"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"/signing/open/{SECRET}/", "/signing/open/***/"),
        (f"/signing/open/{SECRET}", "/signing/open/***"),
        (
            f'"GET /portal/enter/{SECRET}/?next=/portal/orders/ HTTP/1.1"',
            '"GET /portal/enter/***/?next=/portal/orders/ HTTP/1.1"',
        ),
        (
            f"https://x.example/account/password/reset/key/1-{SECRET}/",
            "https://x.example/account/password/reset/key/***/",
        ),
        (f"/files/?token={SECRET}&page=2", "/files/?token=***&page=2"),
        (f"/files/?page=2&access_token={SECRET}#top", "/files/?page=2&access_token=***#top"),
        ("/contracts/?q=token&page=2", "/contracts/?q=token&page=2"),
        ("/signing/open/", "/signing/open/"),
    ],
)
def test_a_secret_of_an_address_is_masked_and_the_rest_can_be_read(written: str, kept: str) -> None:
    assert mask_secrets(written) == kept


def test_a_log_entry_is_masked_in_its_message_its_arguments_and_its_error() -> None:
    try:
        raise ValueError(f"/signing/open/{SECRET}/ is wrong")
    except ValueError:
        facts = ("%s took %.1f s", (f"/portal/enter/{SECRET}/", 0.25), sys.exc_info())
    entry = logging.LogRecord("x", logging.ERROR, "x.py", 1, *facts)

    MaskSecrets().filter(entry)

    text = logging.Formatter().format(entry)
    assert SECRET not in text
    assert text.startswith("/portal/enter/***/ took 0.2 s")
    assert "ValueError: /signing/open/***/ is wrong" in text


@pytest.mark.usefixtures("committed")
def test_the_web_server_writes_who_asked_for_what_without_the_secret(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = tmp_path / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:flowmono.serving", "flowmono.wsgi"]
    surroundings = environment(tmp_path, FLOWMONO_SITE_URL=address, FLOWMONO_ACCESS_LOG="1", FLOWMONO_LOG="INFO")

    def ask(path: str) -> int:
        request = urllib.request.Request(f"{address}{path}", headers={"Referer": f"{address}/signing/open/{SECRET}/"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "--workers", "1"],
            env=surroundings,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until(lambda: ask("/account/login/") == 200, seconds=60)
            for path in (f"/signing/open/{SECRET}/", f"/portal/enter/{SECRET}/", f"/account/login/?token={SECRET}"):
                assert ask(path) in range(200, 500), path
        finally:
            process.terminate()
            process.wait(timeout=20)

    written = log.read_text()
    for kept in ("GET /signing/open/***/ ", "GET /portal/enter/***/ ", "GET /account/login/?token=*** "):
        assert kept in written
    assert SECRET not in written
