"""A page as people see it: turned by /Rotate, cut to its crop box, measured in points from its lower left corner."""

import math
from dataclasses import dataclass
from typing import Any

import pikepdf

from documents.toolbox.papers import rectangle

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Box:
    """A rectangle: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def overlap(self, other: "Box") -> tuple[float, float]:
        """How far the two overlap across and up; not positive when they do not."""
        return (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.top, other.top) - max(self.bottom, other.bottom),
        )

    def meets(self, other: "Box") -> bool:
        across, up = self.overlap(other)
        return across > 0 and up > 0

    def holds(self, other: "Box", slack: float = 0.5) -> bool:
        return (
            self.left <= other.left + slack
            and self.bottom <= other.bottom + slack
            and self.right >= other.right - slack
            and self.top >= other.top - slack
        )


@dataclass(frozen=True)
class Frame:
    """The size of a page as shown, and the matrix from there to the page's own coordinates."""

    width: float
    height: float
    to_page: Matrix


def frame_of(page: pikepdf.Page) -> Frame:
    """How the page is shown (ISO 32000-1, 7.7.3.3: CropBox, Rotate)."""
    box = rectangle(page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    if turned == 90:
        return Frame(box.height, box.width, (0, 1, -1, 0, float(box.urx), float(box.lly)))
    if turned == 180:
        return Frame(box.width, box.height, (-1, 0, 0, -1, float(box.urx), float(box.ury)))
    if turned == 270:
        return Frame(box.height, box.width, (0, -1, 1, 0, float(box.llx), float(box.ury)))
    return Frame(box.width, box.height, (1, 0, 0, 1, float(box.llx), float(box.lly)))


def matrix_of(values: Any) -> Matrix:
    """Six numbers as a matrix; the identity for anything else."""
    try:
        a, b, c, d, e, f = (float(value) for value in values)
    except (TypeError, ValueError):
        return IDENTITY
    return a, b, c, d, e, f


def times(first: Matrix, second: Matrix) -> Matrix:
    """First the one, then the other (8.3.4: the row vectors of PDF)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def inverse(matrix: Matrix) -> Matrix | None:
    """The way back, or None when the matrix flattens everything."""
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    if not math.isfinite(size) or abs(size) < 1e-9:
        return None
    return (d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size)


def moved(box: Box, matrix: Matrix) -> Box:
    """The upright box around a box that was moved by the matrix."""
    a, b, c, d, e, f = matrix
    corners = [(box.left, box.bottom), (box.right, box.bottom), (box.left, box.top), (box.right, box.top)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return Box(min(across), min(up), max(across), max(up))
