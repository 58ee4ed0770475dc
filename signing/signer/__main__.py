"""Start the signer process; see `signing.signer.process`."""

import argparse
import sys
from pathlib import Path

from signing.pki import KeyProblem
from signing.signer.process import serve, starter_is_gone


def main() -> int:
    """Serve until told to stop. Exit status 2 when the keys cannot be used, with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m signing.signer")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--with-starter", action="store_true", help="end when the process that started this one ends")
    parser.add_argument("--caller", type=int, action="append", default=[], help="number of another user who may ask")
    options = parser.parse_args()
    try:
        until = starter_is_gone if options.with_starter else lambda: False
        serve(options.socket, options.settings, until=until, callers=frozenset(options.caller))
    except KeyProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
