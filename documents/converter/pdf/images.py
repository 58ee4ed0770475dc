"""Pictures in the file, each once (ISO 32000-1, 8.9.5)."""

from collections.abc import Callable

from documents.converter.images import PdfImage
from documents.converter.pdf.objects import Objects


class Images:
    """The pictures of one file. `picture` gives the image of a part by name, or None for one that cannot be drawn."""

    def __init__(self, picture: Callable[[str], PdfImage | None], objects: Objects) -> None:
        self._picture, self._objects = picture, objects
        self._known: dict[str, tuple[str, int] | None] = {}

    def name(self, part: str) -> str:
        """The name under which a page draws the picture, or nothing when it is not drawn."""
        if part not in self._known:
            found = self._picture(part)
            self._known[part] = None if found is None else (f"I{len(self._known) + 1}", self._written(found))
        entry = self._known[part]
        return "" if entry is None else entry[0]

    def entries(self) -> str:
        """The entries of a resource dictionary."""
        return " ".join(f"/{entry[0]} {entry[1]} 0 R" for entry in self._known.values() if entry is not None)

    def _written(self, image: PdfImage) -> int:
        size = f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /BitsPerComponent 8"
        mask = ""
        if image.mask is not None:
            number = self._objects.stream(
                image.mask, f"{size} /ColorSpace /DeviceGray /Filter /FlateDecode", compress=False
            )
            mask = f" /SMask {number} 0 R"
        return self._objects.stream(
            image.content, f"{size} /ColorSpace /{image.space} /Filter /{image.filter}{mask}", compress=False
        )
