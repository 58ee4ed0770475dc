"""PAdES levels, read back from the bytes: what is really there, whatever was asked for."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

CLOCK_TOLERANCE = timedelta(minutes=5)


class Level(StrEnum):
    """PAdES baseline levels, lowest first."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


def why_stamps_prove_nothing(signature: EmbeddedPdfSignature, clock: datetime) -> str:
    """Why a signature's timestamps prove no time, as far as they show by themselves; "" when they may."""
    return next((why for token in _tokens(signature) if (why := _why_no_time(token, clock))), "")


def _tokens(signature: EmbeddedPdfSignature) -> list[cms.SignedData]:
    return [
        value["content"]
        for attribute in signature.signer_info["unsigned_attrs"] or ()
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]


def level_in(signature: EmbeddedPdfSignature) -> Level:
    """The level whose parts are really there; see `sealing.level_of`."""
    tokens = _tokens(signature)
    value = signature.signer_info["signature"].native
    if not any(_stamps(token, lambda name: hashlib.new(name, value).digest()) for token in tokens):
        return Level.B
    reader = signature.reader
    store = _direct(reader.root.get("/DSS"))
    if not (store and _direct(store.get("/Certs")) and (_direct(store.get("/CRLs")) or _direct(store.get("/OCSPs")))):
        return Level.T
    for name, found, reference in enumerate_sig_fields(reader, filled_status=True):
        if _direct(found).get("/Type") != "/DocTimeStamp":
            continue
        stamp = EmbeddedPdfSignature(reader, reference, name)
        if stamp.signed_revision > signature.signed_revision and _stamps(stamp.signed_data, stamp.compute_digest):
            return Level.LTA
    return Level.LT


def _why_no_time(token: cms.SignedData, at: datetime) -> str:
    """Why a timestamp proves no time, as far as it shows by itself; "" when it may."""
    said = token["encap_content_info"]["content"].parsed["gen_time"].native
    if abs(said - at) > CLOCK_TOLERANCE:
        return f"its clock says {said:%Y-%m-%d %H:%M:%S} UTC, ours {at:%Y-%m-%d %H:%M:%S} UTC; one of them is wrong"
    serial = token["signer_infos"][0]["sid"].chosen
    own = [
        one.chosen
        for one in token["certificates"] or ()
        if one.name == "certificate"
        and (serial.native == one.chosen.key_identifier or _serial_of(serial) == one.chosen.serial_number)
    ]
    if not own:
        return "it does not bring its certificate along"
    purposes = own[0].extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        return "its certificate was not issued for timestamps"
    return ""


def _serial_of(name: Any) -> int | None:
    return int(name["serial_number"].native) if isinstance(name, cms.IssuerAndSerialNumber) else None


def _stamps(token: cms.SignedData, digest: Callable[[str], bytes]) -> bool:
    """True when the timestamp token is about these bytes: an authority may answer with a token for something else."""
    imprint = token["encap_content_info"]["content"].parsed["message_imprint"]
    return bool(imprint["hashed_message"].native == digest(imprint["hash_algorithm"]["algorithm"].native))


def _direct(value: Any) -> Any:
    """What a reference points to; anything else as it is."""
    return value.get_object() if isinstance(value, generic.IndirectObject) else value  # type: ignore[no-untyped-call]
