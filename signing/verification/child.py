"""What the warm worker of `sandbox` runs: the examination of one file or picture, in a child."""

from collections.abc import Sequence
from typing import Any

from signing.mark_pictures import MarkRefused, read_mark_image
from signing.verification.refusals import refuse_before_signing
from signing.verification.sandbox import question_from_json
from signing.verification.verifying import answer, with_deep_stack


def verify(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The verdict on the one file, as JSON values."""
    asked = question_from_json(question)
    return with_deep_stack(lambda: answer(files[0], asked)).as_json(), ()


def refuse(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The reasons not to sign the one file."""
    return {"reasons": with_deep_stack(lambda: refuse_before_signing(files[0]))}, ()
    return {"reasons": with_deep_stack(lambda: refuse_before_signing(files[0]))}, ()


def clean(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The one picture of a signature, written anew; or why it is none."""
    try:
        return {"problem": ""}, (read_mark_image(files[0]),)
    except MarkRefused as refusal:
        return {"problem": str(refusal)}, ()
