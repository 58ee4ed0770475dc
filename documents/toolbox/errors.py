"""What a tool says when it will not work."""


class ToolRefused(Exception):
    """The files cannot be worked on as asked; they are untouched.

    `code` is a stable word for programs; the message is one or two sentences that say why and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
