"""How much the tools take on. What is above a limit is refused before anything is read, with a sentence that says the limit."""

from collections.abc import Sequence

from documents.toolbox.errors import ToolRefused

MEGABYTE = 1_000_000
MAX_FILE_BYTES = 100 * MEGABYTE
MAX_ALL_BYTES = 200 * MEGABYTE
MAX_FILES = 100
MAX_PAGES = 5_000
MAX_PARTS = 1_000
MAX_PICTURE_PIXELS = 60_000_000
MAX_RECOGNISED_PAGES = 200
MAX_COMPARED_WORDS = 400_000


def check_sizes(files: Sequence[bytes]) -> None:
    """Refuses too few, too many, empty or too large files."""
    if not files:
        raise ToolRefused("no_files", "No file was given. Choose at least one.")
    if len(files) > MAX_FILES:
        raise ToolRefused("too_many_files", f"{len(files)} files were given; at most {MAX_FILES} are taken at once.")
    for place, content in enumerate(files, 1):
        which = f"File {place}" if len(files) > 1 else "The file"
        if not content:
            raise ToolRefused("empty", f"{which} is empty. Upload it again.")
        if len(content) > MAX_FILE_BYTES:
            size, most = len(content) / MEGABYTE, MAX_FILE_BYTES // MEGABYTE
            raise ToolRefused("too_large", f"{which} has {size:.0f} MB; at most {most} MB are taken. Split it first.")
    total = sum(map(len, files))
    if total > MAX_ALL_BYTES:
        message = f"The files have {total / MEGABYTE:.0f} MB together; at most {MAX_ALL_BYTES // MEGABYTE} MB are taken at once."
        raise ToolRefused("too_large", message)


def check_pages(count: int) -> None:
    """Refuses a document of more than MAX_PAGES pages."""
    if count > MAX_PAGES:
        raise ToolRefused(
            "too_many_pages", f"That makes {count} pages; at most {MAX_PAGES} are taken. Split the document first."
        )
