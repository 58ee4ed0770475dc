"""Examples for the API's description: each shape filled with values of the kind that its fields hold."""

from typing import Any, Final

_KNOWN: Final[dict[str, Any]] = {
    "counts": {"out": 37, "signed": 4},
    "notice_given_on": "2027-09-15",
    "runs_until": "2029-12-31",
    "standing": "out",
    "stops_on": "2029-12-31",
    "ours": "sam@example.com",
    "layout_name": "",
    "list_separator": ";",
    "list_letters": "utf-8",
    "list_name": "people.csv",
    "starts_on_signature": False,
    "acceptance": "Accepted in writing within ten working days",
    "account": "DE75 … 6199",
    "account_holder": "Nordlicht Beratung GmbH",
    "address": "Hafenstraße 12, 20457 Hamburg",
    "amount": "27900.00",
    "answer": "",
    "at": "2027-03-01T12:00:00Z",
    "all_the_same": True,
    "answers": [{"words": "It bills the second visit.", "name": "Vera Costa", "at": "2027-04-03T09:00:00+00:00"}],
    "bank_reference": "BA-2027-0311-0042",
    "brought_name": "Agreement with their changes.docx",
    "base_amount": "27900.00",
    "base_total": "93000.00",
    "bban": "",
    "bic": "SOLADEST600",
    "by": "maya@example.com",
    "forgotten_at": None,
    "instead_of": "4711",
    "right": 3,
    "spots": [{"way": "right", "label": ["rechnungsnr"], "said": "Rechnungsnr", "x": 9.5, "end": 12.8, "page": 1}],
    "taught_by": "fay@example.com",
    "taught_from": "0192f0c1-7b7a-7c4e-9d52-1f6a3f0f9c11",
    "withheld_tax": "1200.00",
    "wrong": 0,
    "category": "services agreement",
    "category_reason": "“shall perform the services” (clause 2)",
    "clearing_member": "",
    "clearing_system": "",
    "code": "conflict",
    "confidence": "0.970",
    "contact": "Vera Costa, +49 40 555 0117",
    "counterparty_address": "Hafenstraße 12, 20457 Hamburg",
    "counterparty_email": "vera@example.com",
    "counterparty_name": "Nordlicht Beratung GmbH",
    "counterparty_signer": "Vera Costa",
    "counterparty_signer_title": "Managing Director",
    "counterparty_tax_id": "DE345678901",
    "country": "DE",
    "counterparty_country": "DE",
    "currency": "EUR",
    "customer_name": "Brightwater Instruments GmbH",
    "decision": "AUTHORIZE",
    "delegate": "carl@example.com",
    "department": "Calibration",
    "description": "M1 Detailed design and interface prototype",
    "detail": "This contract is already signed.",
    "due_on": "2027-04-30",
    "effective_on": "2027-01-15",
    "email": "vera@example.com",
    "end_to_end_id": "INV-2027-0042",
    "ends_on": "2028-12-31",
    "error": "",
    "event": "ContractSigned",
    "field": "schedule",
    "format": "pain.001.001.09",
    "governing_law": "Germany",
    "gross": "33201.00",
    "holder": "Nordlicht Beratung GmbH",
    "how_to_fix": "Read the record again, then decide anew.",
    "iban": "DE75512108001245126199",
    "issued_on": "2027-03-01",
    "kind": "milestone",
    "label": "M1 Detailed design",
    "legal_name": "Nordlicht Beratung GmbH",
    "level_reached": "B-B",
    "level_wanted": "B-B",
    "waiting_because": "",
    "masked": "DE75 … 6199",
    "message_id": "msg_6f1d9f1c2b7e4a3c8d5e9f0a1b2c3d4e",
    "model": "rules",
    "model_version": "1",
    "name": "Nordlicht Beratung GmbH",
    "need": "Two pressure sensors for the new test bench.",
    "net": "27900.00",
    "note": "Design and prototype are in the workspace.",
    "number": "2027-0001",
    "payable": "33201.00",
    "phone": "+4940555017",
    "proof": "email",
    "options": {"degrees": 90, "pages": "1"},
    "owner": "maya@example.com",
    "owner_role": "Procurement",
    "overlaps": ["Page 3: “signature” of Vera Costa and “signature” of Sam Whitfield."],
    "party": "counterparty",
    "quote": "EUR 27,900.00 upon acceptance of milestone M1",
    "reader": "rules",
    "reason": "The cap on liability is missing.",
    "record": "/api/v1/vendors/6f1d9f1c-2b7e-4a3c-8d5e-9f0a1b2c3d4e/",
    "receiver": "vendors.reactions.open_onboarding",
    "reference": "BA-2027-0311-0042",
    "requester": "pierre@example.com",
    "risk": "medium",
    "risk_different": "medium",
    "risk_missing": "low",
    "nearest": "Germany",
    "alike_percent": 92,
    "role": "signer",
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "seller_name": "Nordlicht Beratung GmbH",
    "sentence": "It was due on 2027-02-20 and nothing was handed in.",
    "mark": "Contracts up to 50,000",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "source": "pdf",
    "status": 409,
    "subject": "contracts.contract:6f1d9f1c-2b7e-4a3c-8d5e-9f0a1b2c3d4e",
    "tax": "5301.00",
    "tax_id": "DE345678901",
    "title": "Calibration services",
    "tool": "rotate",
    "total": "93000.00",
    "type": "https://flowmono.example.com/api/docs/problems/#conflict",
    "unit": "hour",
    "unit_price": "120.00",
    "url": "https://erp.example.com/flowmono",
    "vat_id": "DE345678901",
    "vendor_name": "Nordlicht Beratung GmbH",
    "verdict": "yes",
    "way": "daily",
    "watch": "late_milestone",
    "watch_title": "A milestone is late",
}
_BY_FORMAT: Final[dict[str, Any]] = {
    "date": "2027-03-01",
    "date-time": "2027-03-01T12:00:00Z",
    "decimal": "120.00",
    "email": "maya@example.com",
    "uri": "https://flowmono.example.com/",
    "uuid": "6f1d9f1c-2b7e-4a3c-8d5e-9f0a1b2c3d4e",
}
# What a field holds in one shape alone, before what its name holds elsewhere: the names of files, most of all.
_IN_SHAPE: Final = {
    ("Brought", "file"): "agreement-with-their-changes.docx",
    ("BulkBegun", "file"): "agreement.pdf",
    ("BulkBegun", "list"): "people.csv",
    ("DocumentBrought", "file"): "agreement.pdf",
    ("DocumentBrought", "people"): [{"order": 1, "role": "signer", "name": "Vera Costa", "email": "vera@example.com"}],
    ("DraftUpload", "file"): "draft.docx",
    ("EarlyEnd", "file"): "release.pdf",
    ("EndingPaper", "file"): "release.pdf",
    ("Enclosure", "file"): "enclosure.pdf",
    ("File", "file"): "draft.docx",
    ("ListBrought", "list"): "people.csv",
    ("PaperUpload", "file"): "certificate.pdf",
    ("PaperUpload", "kind"): "insurance",
    ("PaperUpload", "title"): "Liability insurance 2027",
    ("PaperUpload", "valid_until"): "2028-02-29",
    ("Upload", "file"): "invoice.pdf",
}
_BY_TYPE: Final[dict[str, Any]] = {"boolean": True, "integer": 1, "number": 1, "string": "text"}


def example_of(schema: dict[str, Any], components: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """One value of this schema: those of known fields as they look in life, others by their format, or their type."""
    if "example" in schema and "properties" not in schema:
        return schema["example"]
    if "$ref" in schema:
        inner = components[schema["$ref"].rsplit("/", 1)[-1]]
        return example_of(inner, components, name, depth + 1)
    for way in ("oneOf", "allOf", "anyOf"):
        if way in schema:
            return example_of(schema[way][0], components, name, depth + 1)
    if "enum" in schema:
        known = _KNOWN.get(name)
        return known if known in schema["enum"] else schema["enum"][0]
    if schema.get("type") == "object":
        return _object(schema, components, depth)
    if schema.get("type") == "array":
        return [] if depth > 6 else [example_of(schema.get("items", {}), components, name.rstrip("s"), depth + 1)]
    return _plain(schema, name)


def in_shape(shape: str, field: str) -> dict[str, Any]:
    """The example of a field where this shape has one of its own, as a part of the field's description."""
    return {"example": _IN_SHAPE[shape, field]} if (shape, field) in _IN_SHAPE else {}


def _object(schema: dict[str, Any], components: dict[str, Any], depth: int) -> dict[str, Any]:
    properties = schema.get("properties", {})
    always = [key for key, inner in properties.items() if not inner.get("description", "").startswith("Only with ")]
    return {key: example_of(properties[key], components, key, depth + 1) for key in always}


def _plain(schema: dict[str, Any], name: str) -> Any:
    kind, form = schema.get("type"), schema.get("format", "")
    fits = {"string": str, "integer": int, "number": int | float, "boolean": bool, None: object}.get(kind, object)
    known = _KNOWN.get(name)
    if form == "decimal":
        return known if isinstance(known, str) and known.replace(".", "").isdigit() else "1.00"
    if form in _BY_FORMAT and form != "email":
        return known if form in {"date", "uri"} and known is not None else _BY_FORMAT[form]
    if known is not None and isinstance(known, fits) and len(str(known)) <= schema.get("maxLength", 10_000):
        return known
    return _BY_TYPE.get(str(kind), {}) if form != "email" else _BY_FORMAT["email"]
