"""What the converter says when it will not convert."""


class ConversionRefused(Exception):
    """The file cannot be converted as it is.

    `code` is a stable word for programs; the message is one or two sentences for the person who uploaded the file and says
    what to do about it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type["ConversionRefused"], tuple[str, str]]:
        # Exceptions travel from the child process by pickle, which would otherwise forget the code.
        return type(self), (self.code, str(self))
