"""What a tool says when it will not work."""

from documents.sayings import SaidRefusal


class ToolRefused(SaidRefusal):
    """The files cannot be worked on as asked; they are untouched."""
