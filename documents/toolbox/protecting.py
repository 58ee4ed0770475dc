"""Passwords: protect a file with one, unlock it with one; and mend a damaged file, saying so."""

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Encryption, ObjectStreamMode, Permissions

from documents.sayings import Saying, gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import check_pages
from documents.toolbox.papers import DAMAGED, is_signed, open_paper, written
from documents.toolbox.papers import SIGNED as SIGNED_STAYS
from documents.toolbox.results import Work

SHORTEST, LONGEST = 8, 127


def protect(
    files: Sequence[bytes],
    *,
    password: str,
    owner_password: str = "",
    may_print: bool = True,
    may_copy: bool = True,
    may_change: bool = False,
    may_fill_in: bool = True,
    as_copy: bool = False,
) -> Work:
    """Encrypts with AES-256: nobody opens the file without the password.

    What is allowed after opening binds programs that keep to it, not the reader; the owner's password lifts it, and is the same as
    the other when none is given, in which case nothing is withheld.
    """
    for word in filter(None, (password, owner_password)):
        if len(word) < SHORTEST or len(word.encode()) > LONGEST:
            sentence = gettext_noop("Choose a password of %(least)s to %(most)s characters.")
            raise ToolRefused("bad_password", sentence, least=SHORTEST, most=LONGEST)
    if not password:
        raise ToolRefused("bad_password", gettext_noop("Give the password that opens the file."))
    withheld = not (may_print and may_copy and may_change and may_fill_in)
    if owner_password == password and withheld:
        raise ToolRefused(
            "bad_password",
            gettext_noop(
                "The owner's password must differ from the other one, or it withholds nothing. Choose another."
            ),
        )
    paper = open_paper(files[0], as_copy=as_copy)
    allowed = Permissions(
        extract=may_copy,
        modify_annotation=may_change,
        modify_assembly=may_change,
        modify_form=may_fill_in or may_change,
        modify_other=may_change,
        print_lowres=may_print,
        print_highres=may_print,
    )
    clear = written(paper.pdf, signed_sha256=paper.signed_sha256)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(clear)) as pdf:
        pdf.save(
            out,
            encryption=Encryption(user=password, owner=owner_password or password, R=6, allow=allowed),
            object_stream_mode=ObjectStreamMode.generate,
        )
    done = ["protected with AES-256"]
    if owner_password:
        words = {"printing": may_print, "copying": may_copy, "changing": may_change, "filling in": may_fill_in}
        done.append(
            "asks programs to withhold: " + (", ".join(w for w, free in words.items() if not free) or "nothing")
        )
    return Work(
        (out.getvalue(),), tuple(done), tuple(paper.notes), {"encryption": "AES-256"}, bool(paper.signed_sha256)
    )


def unlock(files: Sequence[bytes], *, password: str, as_copy: bool = False) -> Work:
    """Takes off the protection; needs a password that opens the file."""
    data = files[0]
    try:
        pdf = pikepdf.open(io.BytesIO(data), password=password, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise ToolRefused(
            "wrong_password", gettext_noop("The password does not open the file. Check it and type it again.")
        ) from None
    except (pikepdf.PdfError, ValueError):
        raise ToolRefused("damaged", DAMAGED) from None
    if not pdf.is_encrypted:
        raise ToolRefused("not_protected", gettext_noop("The file is not protected: it can be used as it is."))
    if not (pdf.owner_password_matched or _allows_all(pdf.allow)):
        sentence = gettext_noop(
            "This password opens the file, but its owner has withheld rights. Unlock it with the owner's password."
        )
        raise ToolRefused("owner_only", sentence)
    if is_signed(pdf) and not as_copy:
        raise ToolRefused("signed", SIGNED_STAYS)
    check_pages(len(pdf.pages))
    out = io.BytesIO()
    pdf.save(out, encryption=False, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    paper = open_paper(out.getvalue(), as_copy=as_copy)
    if not paper.signed_sha256:
        return Work((out.getvalue(),), ("the protection was taken off",), (), {})
    return Work(
        (written(paper.pdf, signed_sha256=paper.signed_sha256),),
        ("the protection was taken off",),
        tuple(paper.notes),
        {},
        True,
    )


def _allows_all(allow: Permissions) -> bool:
    return all((allow.extract, allow.modify_other, allow.print_highres))


def repair(files: Sequence[bytes]) -> Work:
    """Mends the skeleton of a damaged file as far as it can be followed, and says what was mended: look at every page afterwards."""
    data = files[0]
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        pages = len(pdf.pages)
        check_pages(pages)
        if pdf.is_encrypted:
            raise ToolRefused(
                "protected",
                gettext_noop(
                    "The file is protected with a password. Take it off first: “Take a password off” asks for it."
                ),
            )
        if is_signed(pdf):
            raise ToolRefused("signed", SIGNED_STAYS)
        # Reading every stream shows what cannot be read.
        problems = list(dict.fromkeys([*pdf.get_warnings(), *pdf.check_pdf_syntax()]))
        made = written(pdf)
    except pikepdf.PasswordError:
        raise ToolRefused(
            "protected",
            gettext_noop(
                "The file is protected with a password. Take it off first: “Take a password off” asks for it."
            ),
        ) from None
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        raise ToolRefused(
            "damaged", gettext_noop("The file is too damaged to be repaired. Ask for another copy.")
        ) from None
    if not pages:
        raise ToolRefused("damaged", gettext_noop("No page was found in the file. Ask for another copy."))
    done = Saying.of(
        gettext_noop("%(pages)s found; %(faults)s mended or passed over"),
        pages=Saying.counted(pages, gettext_noop("%(n)s page"), gettext_noop("%(n)s pages")),
        faults=Saying.counted(len(problems), gettext_noop("%(n)s fault"), gettext_noop("%(n)s faults")),
    )
    return Work((made,), (done,), (), {"pages": pages, "faults": [str(problem)[:200] for problem in problems[:50]]})
