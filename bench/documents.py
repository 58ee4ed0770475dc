"""python -m bench.documents: the toolbox beside bare qpdf, Ghostscript and the libraries it could have been built on.

Merge (2 × 500 pages), split (500 into 50) and compress. Processor seconds are medians of several runs in one process; the child's
own figure is what the product pays. qpdf and Ghostscript are run when they are installed (Debian: qpdf, ghostscript).
"""

import io
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
from PIL import Image, ImageChops, ImageMath, ImageStat

from documents.toolbox.catalogue import use
from documents.toolbox.sandbox import use_and_measure

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "docx" / "reference"
RUNS = 3
PAGES, PARTS = 500, 50
MOST_FILES = 8


def long_document(title: str) -> bytes:
    """500 pages with bookmarks, links and text: ten times fifty different ones."""
    from weasyprint import HTML

    count = PAGES // 10
    body = "".join(
        f'<section id="{title}-{n}"><h1>Clause {n}</h1><p><a href="#{title}-{min(n + 1, count)}">On</a></p>'
        + "".join(
            f"<p>{title}: item {n}.{k} is delivered within {k + 10} days of the order and then paid.</p>"
            for k in range(12)
        )
        + "</section>"
        for n in range(1, count + 1)
    )
    part = HTML(string=f"<style>section {{ break-after: page }}</style><title>{title}</title>{body}").write_pdf()
    merged = use("merge", [part] * 10).files[0]
    return (
        use("delete", [merged], {"pages": f"{PAGES + 1}-"}).files[0]
        if len(pikepdf.open(io.BytesIO(merged)).pages) > PAGES
        else merged
    )


def photos(count: int) -> bytes:
    """Pages with pictures as cameras make them: soft colours, fine detail, 300 dots an inch, hardly compressed."""
    files = []
    for number in range(count):
        shade = Image.effect_mandelbrot((1500, 1000), (-2.0 + number * 0.15, -1.1, 0.7, 1.1), 80)
        noise = Image.effect_noise((1500, 1000), 12)
        picture = Image.merge(
            "RGB", [ImageChops.blend(channel, noise, 0.15) for channel in (shade, shade.rotate(15), shade.rotate(200))]
        )
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=95, dpi=(300, 300))
        files.append(out.getvalue())
    return use("pictures", files).files[0]


def cpu(work: Callable[[], object]) -> float:
    """The median processor seconds of this process over RUNS runs."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def cpu_of(*command: str) -> float | None:
    """The median processor seconds of a program; None when it is not installed."""
    if shutil.which(command[0]) is None:
        return None
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def in_child(tool: str, files: list[bytes], options: dict[str, object]) -> float:
    use_and_measure(tool, files, options)
    return statistics.median(use_and_measure(tool, files, options)[1].cpu for _ in range(RUNS))


def row(what: str, seconds: float | None, base: float | None, note: str = "") -> None:
    shown = "not installed" if seconds is None else f"{seconds * 1000:8.0f} ms"
    ratio = f"{seconds / base:5.2f} × qpdf" if seconds is not None and base else ""
    print(f"  {what:<44}{shown:>14}   {ratio:<14}{note}")


def merge(first: bytes, second: bytes, folder: Path) -> None:
    print(f"merge 2 × {PAGES} pages ({len(first) // 1000} and {len(second) // 1000} kB)")
    paths = [folder / "first.pdf", folder / "second.pdf"]
    for path, content in zip(paths, (first, second), strict=True):
        path.write_bytes(content)

    def bare_pikepdf() -> None:
        target = pikepdf.open(io.BytesIO(first))
        target.add_pages_from(pikepdf.open(io.BytesIO(second)), outlines="ignore", layers="ignore", forms="strip")
        target.save(io.BytesIO())

    def with_pypdf() -> None:
        writer = pypdf.PdfWriter()
        for content in (first, second):
            writer.append(io.BytesIO(content))
        writer.write(io.BytesIO())

    def with_pdfium() -> None:
        target = pypdfium2.PdfDocument.new()
        for content in (first, second):
            target.import_pages(pypdfium2.PdfDocument(content))
        target.save(io.BytesIO())

    base = cpu_of("qpdf", "--empty", "--pages", *map(str, paths), "--", str(folder / "out.pdf"))
    row("qpdf, the program (pages alone)", base, base)
    row("pikepdf, pages alone", cpu(bare_pikepdf), base)
    row("pypdf", cpu(with_pypdf), base, "keeps bookmarks")
    row("pypdfium2", cpu(with_pdfium), base, "loses bookmarks, labels, forms")
    row("ours: bookmarks, links, labels, forms", cpu(lambda: use("merge", [first, second])), base)
    row("ours, in a limited child", in_child("merge", [first, second], {}), base)


def split(source: bytes, folder: Path) -> None:
    each = PAGES // PARTS
    print(f"\nsplit {PAGES} pages into {PARTS}")
    path = folder / "whole.pdf"
    path.write_bytes(source)

    def with_pypdf() -> None:
        reader = pypdf.PdfReader(io.BytesIO(source))
        for start in range(0, PAGES, each):
            writer = pypdf.PdfWriter()
            writer.append(reader, pages=(start, start + each), import_outline=False)
            writer.write(io.BytesIO())

    def with_pdfium() -> None:
        whole = pypdfium2.PdfDocument(source)
        for start in range(0, PAGES, each):
            target = pypdfium2.PdfDocument.new()
            target.import_pages(whole, list(range(start, start + each)))
            target.save(io.BytesIO())

    base = cpu_of("qpdf", f"--split-pages={each}", str(path), str(folder / "part.pdf"))
    row("qpdf, the program (pages alone)", base, base)
    row("pypdf", cpu(with_pypdf), base, "no bookmarks")
    row("pypdfium2", cpu(with_pdfium), base, "no bookmarks, labels, forms")
    row("ours: bookmarks, links, labels, forms", cpu(lambda: use("split", [source], {"every": each})), base)
    row("ours, in a limited child", in_child("split", [source], {"every": each}), base)


def likeness(first: bytes, second: bytes) -> tuple[float, float]:
    """(structural similarity, peak signal to noise in dB): the worst page of at most five, in shades of gray at 110 dots an inch."""
    one, other = pypdfium2.PdfDocument(first), pypdfium2.PdfDocument(second)
    worst, noise = 1.0, 99.0
    for number in range(min(5, len(one))):
        a, b = (document[number].render(scale=110 / 72).to_pil().convert("L") for document in (one, other))
        if a.size != b.size:
            b = b.resize(a.size)
        worst = min(worst, _structure(a.convert("F"), b.convert("F")))
        error = ImageStat.Stat(ImageChops.difference(a, b)).rms[0]
        if error > 0:
            import math

            noise = min(noise, 20 * math.log10(255 / error))
    return worst, noise


def _structure(a: Image.Image, b: Image.Image) -> float:
    """Mean SSIM over blocks of eight by eight."""
    size = (max(1, a.width // 8), max(1, a.height // 8))

    def mean(image: Image.Image) -> Image.Image:
        return image.resize(size, Image.Resampling.BOX)

    def product(x: Image.Image, y: Image.Image) -> Image.Image:
        return ImageMath.lambda_eval(lambda values: values["x"] * values["y"], x=x, y=y)

    ma, mb, aa, bb, ab = mean(a), mean(b), mean(product(a, a)), mean(product(b, b)), mean(product(a, b))
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2

    def formula(v: dict[str, Image.Image]) -> Image.Image:
        over = (v["ma"] * v["mb"] * 2 + c1) * ((v["ab"] - v["ma"] * v["mb"]) * 2 + c2)
        under = (v["ma"] * v["ma"] + v["mb"] * v["mb"] + c1) * (
            v["aa"] - v["ma"] * v["ma"] + v["bb"] - v["mb"] * v["mb"] + c2
        )
        return over / under

    return float(
        ImageMath.lambda_eval(formula, ma=ma, mb=mb, aa=aa, bb=bb, ab=ab)
        .resize((1, 1), Image.Resampling.BOX)
        .getpixel((0, 0))
    )


def compress(files: dict[str, bytes], folder: Path) -> None:
    print("\ncompress (kB; structural similarity and dB of the worst page against the source)")
    ours = f"{'source':>8}{'lossless':>10}{'light':>8}{'ssim':>7}{'dB':>6}{'cpu s':>7}"
    theirs = f"{'Ghostscript':>13}{'ssim':>7}{'dB':>6}{'cpu s':>7}{'light/gs':>10}"
    head = f"  {'file':<34}{ours}{theirs}"
    print(head)
    ours_all, theirs_all = 0, 0
    for name, content in files.items():
        lossless = use("compress", [content], {"level": "lossless"}).files[0]
        began = time.process_time()
        light = use("compress", [content], {"level": "light"}).files[0]
        spent = time.process_time() - began
        ssim, noise = likeness(content, light)
        line = f"  {name[:33]:<34}{len(content) // 1000:>8}{len(lossless) // 1000:>10}{len(light) // 1000:>8}{ssim:>7.3f}{noise:>6.1f}{spent:>7.2f}"
        rival = ghostscript(content, folder)
        if rival is not None:
            made, seconds = rival
            gs_ssim, gs_noise = likeness(content, made)
            line += (
                f"{len(made) // 1000:>13}{gs_ssim:>7.3f}{gs_noise:>6.1f}{seconds:>7.2f}{len(light) / len(made):>10.2f}"
            )
            ours_all, theirs_all = ours_all + len(light), theirs_all + len(made)
        print(line)
    if theirs_all:
        print(f"  all together: light is {ours_all / theirs_all:.2f} × Ghostscript's size")
    else:
        print("  Ghostscript is not installed")


def ghostscript(content: bytes, folder: Path) -> tuple[bytes, float] | None:
    """Ghostscript's own level for e-books (150 dots an inch), and the processor seconds it took."""
    if shutil.which("gs") is None:
        return None
    source, target = folder / "source.pdf", folder / "gs.pdf"
    source.write_bytes(content)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-sDEVICE=pdfwrite",
        "-dPDFSETTINGS=/ebook",
        f"-sOutputFile={target}",
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return target.read_bytes(), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    first, second = long_document("Alder"), long_document("Birch")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        merge(first, second, folder)
        split(first, folder)
        files = {"photographs, 4 pages": photos(4), "text, 500 pages": first}
        if SHARED.is_dir():
            largest = sorted(SHARED.rglob("*.pdf"), key=lambda path: -path.stat().st_size)[:MOST_FILES]
            files |= {path.name.removesuffix(".docx.pdf"): path.read_bytes() for path in largest}
        compress(files, folder)


if __name__ == "__main__":
    main()
