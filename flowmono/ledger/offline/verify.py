#!/usr/bin/env python3
"""Verify an exported case without the server. Python 3.8 or newer, nothing else.

    python3 verify.py            (in the unpacked folder)
    python3 verify.py CASE.zip   (the archive as it came)

Checks that every file is as the manifest says, that no file is missing or foreign, and that the ledger's chain is whole.
Prints what is wrong and exits 1; prints "whole" and exits 0 when nothing is.
"""

import hashlib
import json
import os
import sys
import zipfile

GENESIS = "0" * 64


def read_folder(folder):
    files = {}
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return files


def read_archive(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def check_files(files):
    if "manifest.json" not in files:
        yield "manifest.json is missing"
        return
    manifest = json.loads(files["manifest.json"].decode("utf-8"))
    expected = manifest["files"]
    for name, digest in sorted(expected.items()):
        if name not in files:
            yield "%s is missing" % name
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield "%s is not what was exported" % name
    for name in sorted(set(files) - set(expected) - {"manifest.json"}):
        yield "%s was not part of the export" % name


def check_chain(files):
    if "ledger.jsonl" not in files:
        yield "ledger.jsonl is missing"
        return
    manifest = json.loads(files.get("manifest.json", b"{}").decode("utf-8"))
    previous, number = GENESIS, 0
    for line in files["ledger.jsonl"].decode("utf-8").splitlines():
        entry = json.loads(line)
        number += 1
        if entry["number"] != number:
            yield "ledger entry %d is missing; the next one is %s" % (number, entry["number"])
            return
        if entry["previous_hash"] != previous:
            yield "ledger entry %d does not follow from the entry before" % number
            return
        text = "%s|%d|%s|%s" % (manifest.get("case"), number, previous, entry["body"])
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != entry["hash"]:
            yield "ledger entry %d was changed after it was written" % number
            return
        previous = entry["hash"]
    head = manifest.get("ledger_head", {})
    if head.get("number") != number or head.get("hash") != previous:
        yield "the ledger ends at entry %d, the export says %s" % (number, head.get("number"))


def main(arguments):
    place = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    files = read_archive(place) if os.path.isfile(place) else read_folder(place)
    wrong = list(check_files(files)) + list(check_chain(files))
    for problem in wrong:
        sys.stdout.write("BROKEN  %s\n" % problem)
    if not wrong:
        sys.stdout.write("whole: %d files, every hash and the ledger's chain agree\n" % len(files))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
