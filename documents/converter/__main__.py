"""python -m documents.converter IN.docx OUT.pdf [--accept | --reject | --refuse]: one conversion, and what it found."""

import argparse
import sys
from pathlib import Path

from documents.converter import ConversionRefused, TrackedChanges, convert


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m documents.converter", description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    for choice in TrackedChanges:
        parser.add_argument(
            f"--{choice.value}",
            dest="tracked",
            action="store_const",
            const=choice,
            help=f"{choice.value} tracked changes",
        )
    parser.set_defaults(tracked=TrackedChanges.ACCEPT)
    wanted = parser.parse_args()
    try:
        conversion = convert(wanted.source.read_bytes(), tracked=wanted.tracked)
        wanted.target.write_bytes(conversion.pdf)
    except (ConversionRefused, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    say = sys.stdout.write
    say(f"{len(conversion.pages)} pages, {conversion.words} words\n")
    for finding in conversion.findings:
        say(f"open {finding.kind} by {finding.author or 'somebody'}: {finding.text}\n")
    for font, substitute in conversion.fonts_substituted:
        say(f"font {font} is set in {substitute}\n")
    for warning in conversion.warnings:
        say(f"note: {warning}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
