"""What docs/signing.md says works: its commands are run on a file of ours as they stand there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from signing.levels import Level
from tests.signing.crypto.conftest import House
from tests.signing.crypto.test_samples import sample

PAGE = Path(__file__).resolve().parents[3] / "docs" / "signing.md"
NEEDED = ("pdfsig", "openssl", "bash")


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="pdfsig or openssl is not installed")
def test_the_commands_that_check_a_file_elsewhere_take_ours_and_refuse_a_changed_one(
    contract: bytes, house: House, tmp_path: Path
) -> None:
    pdf = sample(contract, house, Level.LTA, 3)
    changed = bytearray(pdf)
    changed[pdf.index(b"/MediaBox") + 1] ^= 1

    good = as_written(tmp_path / "good", pdf, house)
    bad = as_written(tmp_path / "bad", bytes(changed), house)

    assert good.returncode == 0, good.stderr
    assert good.stdout.count("Signature is Valid.") == 5
    assert good.stderr.count("CMS Verification successful") == 5
    assert "Time stamp" in good.stdout
    assert "Verification: OK" in good.stdout + good.stderr
    assert (bad.returncode == 0, "CMS Verification failure" in bad.stderr) == (False, True)


def as_written(folder: Path, pdf: bytes, house: House) -> subprocess.CompletedProcess[str]:
    """All commands of the page, one after the other, beside the file and the certificates that it names."""
    folder.mkdir()
    (folder / "contract.pdf").write_bytes(pdf)
    shutil.copy(house.pki.root, folder / "root.pem")
    shutil.copy(house.pki.issuing, folder / "issuing.pem")
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    return subprocess.run(["bash", "-e", "-c", commands], cwd=folder, capture_output=True, text=True)
