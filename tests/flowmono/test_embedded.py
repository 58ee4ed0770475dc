"""The project's own PostgreSQL on a fresh machine."""

import subprocess
import sys
from pathlib import Path

from flowmono.common import embedded

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from flowmono.common import embedded; print(embedded.ensure_running(sys.argv[1]))"


def test_processes_that_are_first_together_set_the_server_up_once(tmp_path: Path) -> None:
    data = tmp_path / "postgres"

    starting = [
        subprocess.Popen([sys.executable, "-c", START, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = {child.communicate()[0].strip() for child in starting}

    assert [child.returncode for child in starting] == [0, 0, 0]
    assert said == {str(embedded.ensure_running(data))}
    assert embedded.stop(data)
