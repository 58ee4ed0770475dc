"""What the converter says when it will not convert."""

from documents.sayings import SaidRefusal


class ConversionRefused(SaidRefusal):
    """The file cannot be converted as it is. Its words are for the person who uploaded the file."""
