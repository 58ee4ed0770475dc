"""Measures the invoice reader: e-invoices, visible pages, drafted vendors' invoices and hostile files.

Run: python -m bench.invoices [--errors N] [--pictures] [--memory] [--strange SET]. Reads ../shared and leaves its predictions in var/bench/.
"""

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import invoice_memory, strange_invoices
from flowmono.intelligence.invoices import InvoiceReading, read_invoice, read_invoice_in_child
from flowmono.intelligence.invoices.scoring import scored_record

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
INVOICES, TERMS = SHARED / "data" / "invoices", SHARED / "data" / "terms" / "invoices"
OUTPUT = ROOT / "var" / "bench"
STRANGE = 4  # invoices of each invented family


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_predictions(name: str, rows: Iterable[dict[str, Any]]) -> Path:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    path = OUTPUT / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def score(title: str, predictions: Path, *options: str) -> None:
    print(f"\n### {title}", flush=True)
    command = [sys.executable, str(SHARED / "bench" / "score_invoices.py"), str(predictions), *options]
    subprocess.run(command, check=True)


def measure_structured(errors: int) -> None:
    truth = read_jsonl(INVOICES / "truth_dev.jsonl")
    start = time.perf_counter()
    readings = {item["file"]: read_invoice((INVOICES / item["file"]).read_bytes(), item["file"]) for item in truth}
    print(f"{len(readings)} e-invoices in {time.perf_counter() - start:.1f} s")
    for file, reading in readings.items():
        if reading.document_problem:
            print(f"  {file}: {reading.document_problem} {reading.problem_detail}")
        if errors and reading.differences:
            print(f"  {file}: {reading.differences}")
    rows = [scored_record(reading, file) for file, reading in readings.items()]
    score("E-invoices (XML and hybrid)", write_predictions("structured.jsonl", rows), "--errors", str(errors))


def measure_visible(errors: int) -> None:
    truth = [item for item in read_jsonl(INVOICES / "truth_dev.jsonl") if item["file"].startswith("einvoice_pdf")]
    for kind in ("designed", "rendered_xml"):
        files = [item["file"] for item in truth if item.get("visual_kind") == kind]
        rows = [
            scored_record(read_invoice((INVOICES / file).read_bytes(), file, visible_only=True), file) for file in files
        ]
        names = OUTPUT / f"{kind}.txt"
        path = write_predictions(f"visible_{kind}.jsonl", rows)
        names.write_text("\n".join(files), encoding="utf-8")
        score(f"Visible page, {kind}", path, "--visible-only", "--abs", "--files", str(names), "--errors", str(errors))
        score(
            f"Visible page, {kind}, per family",
            path,
            "--visible-only",
            "--abs",
            "--files",
            str(names),
            "--family-macro",
        )
    plain = [
        item["file"] for item in read_jsonl(INVOICES / "truth_visual_dev.jsonl") if item["file"].startswith("plain_pdf")
    ]
    rows = [scored_record(read_invoice((INVOICES / file).read_bytes(), file), file) for file in plain]
    truth_file = str(INVOICES / "truth_visual_dev.jsonl")
    score(
        "Plain PDFs",
        write_predictions("plain.jsonl", rows),
        "--truth",
        truth_file,
        "--class",
        "plain_pdf",
        "--errors",
        str(errors),
    )


def measure_pictures(errors: int) -> None:
    files = [
        item["file"] for item in read_jsonl(INVOICES / "truth_visual_dev.jsonl") if item["file"].startswith("scanned")
    ]
    start = time.perf_counter()
    rows = [scored_record(read_invoice_in_child((INVOICES / file).read_bytes(), file), file) for file in files]
    path = write_predictions("pictures.jsonl", rows)
    print(f"\n{len(files)} pictures and scans in {time.perf_counter() - start:.0f} s")
    options = ["--truth", str(INVOICES / "truth_visual_dev.jsonl"), "--class", "scanned", "--errors", str(errors)]
    score("Pictures and scans", path, *options, "--abs")


def digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def folded(text: str | None) -> str:
    return re.sub(r"\W", "", text or "").casefold()


def wrong_fields(truth: dict[str, Any], reading: InvoiceReading) -> list[str]:
    """The fields of a drafted vendor's invoice that were not read as labelled."""
    account = reading.accounts[0] if reading.accounts else None
    bank = account.iban or f"{account.routing or account.sort_code}{account.number}" if account else ""
    got_lines = [(folded(line.description), line.quantity, line.unit_price, line.net) for line in reading.lines]
    lines = [
        (folded(line["description"]), *(Decimal(line[key]) for key in ("quantity", "unit_price", "net")))
        for line in truth["lines"]
    ]
    pairs = {
        "number": (truth["invoice_number"], reading.number),
        "issue_date": (truth["issue_date"], str(reading.issue_date)),
        "due_date": (truth["due_date"], str(reading.due_date)),
        "currency": (truth["currency"], reading.currency),
        "net": (Decimal(truth["net"]), reading.net),
        "tax": (Decimal(truth["tax"]), reading.tax),
        "gross": (Decimal(truth["gross"]), reading.gross),
        "seller": (folded(truth["vendor"]), folded(reading.seller_name)),
        "buyer": (folded(truth["customer"]), folded(reading.buyer_name)),
        "bank": (digits(truth["bank"]), digits(bank)),
        "lines": (lines, got_lines),
        "terms": (truth["payment_terms_text"], reading.payment_terms),
    }
    return [f"{name}: {wanted!r} read as {got!r}" for name, (wanted, got) in pairs.items() if wanted != got]


def measure_drafted() -> None:
    print("\n### Invoices of the drafted contracts' vendors")
    truth = read_jsonl(TERMS / "truth.jsonl")
    results = {
        item["id"]: wrong_fields(item, read_invoice((TERMS / item["file"]).read_bytes(), item["file"]))
        for item in truth
    }
    for name, wrong in results.items():
        for line in wrong:
            print(f"  {name} {line}")
    print(f"  {sum(not wrong for wrong in results.values())} of {len(results)} with every field right")


def measure_hostile() -> None:
    print("\n### Hostile files (ARITH_*, BANK_* are the matcher's to say and count as read here)")
    right = total = 0
    for row in csv.DictReader((INVOICES / "hostile" / "expected.csv").open(encoding="utf-8")):
        start = time.perf_counter()
        reading = read_invoice((INVOICES / "hostile" / row["file"]).read_bytes(), row["file"])
        seconds = time.perf_counter() - start
        code = reading.document_problem or ("DOC_XML_VISUAL_MISMATCH" if reading.xml_visual_mismatch else "OK_READ")
        expected = row["expected"] if row["expected"].startswith("DOC_") else "OK_READ"
        if row["expected"]:
            total += 1
            right += code == expected
        if (row["expected"] and code != expected) or seconds > 1:
            print(
                f"  {row['file']}: expected {row['expected'] or 'anything'}, got {code} in {seconds:.2f} s: {reading.problem_detail}"
            )
    print(f"  {right} of {total} as expected")


def measure_other_documents() -> None:
    print("\n### Orders and foreign syntaxes")
    for folder, wanted in (
        ("order_xml", "DOC_NOT_INVOICE"),
        ("order_pdf", "DOC_NOT_INVOICE"),
        ("other_xml", "DOC_UNSUPPORTED_SYNTAX"),
    ):
        codes = [
            read_invoice(path.read_bytes(), path.name).document_problem
            for path in sorted((INVOICES / folder).glob("*"))
        ]
        print(f"  {folder}: {codes.count(wanted)} of {len(codes)} {wanted}")


def measure_strange(families: str, errors: int) -> None:
    """Invented invoices in layouts never met: the families that rules were worked on with, or those kept aside."""
    found, truth, start = [], [], time.perf_counter()
    for family, draw in strange_invoices.SETS[families].items():
        for seed in range(STRANGE):
            sheet = draw(random.Random(f"{family} {seed}"))
            file, pdf = f"{families}/{family} {seed}.pdf", strange_invoices.drawn(sheet)
            keep = OUTPUT / "strange" / file
            keep.parent.mkdir(parents=True, exist_ok=True)
            keep.write_bytes(pdf)
            found.append(scored_record(read_invoice(pdf, file), file))
            truth.append(sheet.truth | {"file": file, "family": family})
    path, labels = (
        write_predictions(f"strange_{name}.jsonl", rows)
        for name, rows in ((families, found), (f"{families}_truth", truth))
    )
    print(f"\n{len(truth)} invented invoices drawn and read in {time.perf_counter() - start:.0f} s")
    options = ["--truth", str(labels), "--abs", "--errors", str(errors)]
    score(f"Layouts never met, {families}", path, *options)
    score(f"Layouts never met, {families}, per family", path, *options, "--family-macro")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--pictures", action="store_true", help="pictures and scans too: some minutes")
    parser.add_argument("--memory", action="store_true", help="only what one correction teaches of a vendor's layout")
    parser.add_argument(
        "--strange", choices=sorted(strange_invoices.SETS), help="only invented invoices in layouts never met"
    )
    asked = parser.parse_args()
    if asked.memory:
        invoice_memory.main(pictures=asked.pictures)
        return
    if asked.strange:
        measure_strange(asked.strange, asked.errors)
        return
    errors = asked.errors
    measure_structured(errors)
    measure_visible(errors)
    if asked.pictures:
        measure_pictures(errors)
    measure_drafted()
    measure_hostile()
    measure_other_documents()


if __name__ == "__main__":
    main()
