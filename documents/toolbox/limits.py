"""How much the tools take on. What is above a limit is refused before anything is read, with a sentence that says the limit."""

from collections.abc import Sequence

from documents.sayings import gettext_noop
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


THAT_IS_EMPTY = gettext_noop("File %(place)s is empty. Upload it again.")
TOO_LARGE = gettext_noop("The file has %(size)s MB; at most %(most)s MB are taken. Split it first.")
THAT_IS_TOO_LARGE = gettext_noop("File %(place)s has %(size)s MB; at most %(most)s MB are taken. Split it first.")
TOO_LARGE_TOGETHER = gettext_noop(
    "The files have %(size)s MB together; at most %(most)s MB are taken at once. Choose fewer, or split them first."
)


def check_sizes(files: Sequence[bytes]) -> None:
    """Refuses too few, too many, empty or too large files."""
    if not files:
        raise ToolRefused("no_files", gettext_noop("No file was given. Choose at least one."))
    if len(files) > MAX_FILES:
        sentence = gettext_noop("%(count)s files were given; at most %(most)s are taken at once. Choose fewer.")
        raise ToolRefused("too_many_files", sentence, count=len(files), most=MAX_FILES)
    for place, content in enumerate(files, 1):
        if not content:
            sentence = THAT_IS_EMPTY if len(files) > 1 else gettext_noop("The file is empty. Upload it again.")
            raise ToolRefused("empty", sentence, place=place)
        if len(content) > MAX_FILE_BYTES:
            sentence = THAT_IS_TOO_LARGE if len(files) > 1 else TOO_LARGE
            size, most = f"{len(content) / MEGABYTE:.0f}", MAX_FILE_BYTES // MEGABYTE
            raise ToolRefused("too_large", sentence, place=place, size=size, most=most)
    total = sum(map(len, files))
    if total > MAX_ALL_BYTES:
        size, most = f"{total / MEGABYTE:.0f}", MAX_ALL_BYTES // MEGABYTE
        raise ToolRefused("too_large", TOO_LARGE_TOGETHER, size=size, most=most)


def check_pages(count: int) -> None:
    """Refuses a document of more than MAX_PAGES pages."""
    if count > MAX_PAGES:
        sentence = gettext_noop("That makes %(count)s pages; at most %(most)s are taken. Split the document first.")
        raise ToolRefused("too_many_pages", sentence, count=count, most=MAX_PAGES)
