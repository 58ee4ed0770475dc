"""Documents, their versions and texts, and the steps that prepare them."""

from documents.models.comparisons import Comparison, ComparisonState
from documents.models.efforts import ReadingEffort
from documents.models.pages import PageText, Reading, ReadState
from documents.models.papers import (
    Document,
    Origin,
    TextLayer,
    Version,
    add_version,
    keep_bytes,
    lock_bytes,
    read_bytes,
    standing_key,
)
from documents.models.steps import Step, StepState

__all__ = [
    "Comparison",
    "ComparisonState",
    "Document",
    "Origin",
    "PageText",
    "ReadState",
    "Reading",
    "ReadingEffort",
    "Step",
    "StepState",
    "TextLayer",
    "Version",
    "add_version",
    "keep_bytes",
    "lock_bytes",
    "read_bytes",
    "standing_key",
]
