"""Every story about signing has a signer process and a trial authority of this test run."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def keys_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signer")


@pytest.fixture(autouse=True)
def keys_stay_here(keys_of_this_run: Path, settings: Any) -> None:
    settings.PKI_DIR = keys_of_this_run / "pki"
    settings.SIGNER_SOCKET = str(keys_of_this_run / "signer.sock")
