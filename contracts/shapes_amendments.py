"""The shapes in which programs read what an amendment changes."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contracts.amending import Amendment
from flowmono.common.bodies import Body
from flowmono.common.money import plain_money
from flowmono.common.related import SeenField
from flowmono.intelligence.amending.model import FIELDS, FieldChange, Item, ItemChange, Said, Scalar
from flowmono.intelligence.reader import Evidence

STANDINGS = ("changed", "unchanged", "removed", "new")


class AmendsSerializer(Body):
    """Which signed agreement a contract changes; null says that it changes none."""

    amends = SeenField("contracts.Contract", allow_null=True)


class AmendedSideSerializer(serializers.Serializer[Any]):
    """A value before or after, with its sentence. `start` and `end` count characters of the reading text of `contract`."""

    value = serializers.CharField(
        read_only=True, help_text=_("Amounts and days as elsewhere; true and false of the renewal.")
    )
    quote = serializers.CharField(read_only=True)
    start = serializers.IntegerField(read_only=True, allow_null=True)
    end = serializers.IntegerField(read_only=True, allow_null=True)
    page = serializers.IntegerField(read_only=True, allow_null=True)
    contract = serializers.UUIDField(read_only=True, allow_null=True, help_text=_("The document that says it."))
    term = serializers.UUIDField(
        read_only=True, allow_null=True, help_text=_("The term of the agreement that holds it.")
    )


class AmendedItemSideSerializer(AmendedSideSerializer):
    """An item of the schedule before or after; `value` is its amount."""

    description = serializers.CharField(read_only=True)
    due_on = serializers.DateField(read_only=True, allow_null=True)
    unit = serializers.CharField(read_only=True)


class AmendedFieldSerializer(serializers.Serializer[Any]):
    """How one field stands."""

    field = serializers.ChoiceField(choices=list(FIELDS), read_only=True)
    standing = serializers.ChoiceField(choices=STANDINGS, read_only=True)
    before = AmendedSideSerializer(read_only=True, allow_null=True)
    after = AmendedSideSerializer(read_only=True, allow_null=True)
    told_by = serializers.CharField(read_only=True, help_text=_("The words of the amendment that change it."))
    verified = serializers.BooleanField(read_only=True, help_text=_("Somebody confirmed what the sentence says."))


class AmendedItemSerializer(serializers.Serializer[Any]):
    """How one item of the schedule stands; `what` names what differs: description, amount, due, unit."""

    standing = serializers.ChoiceField(choices=STANDINGS, read_only=True)
    what = serializers.ListField(child=serializers.CharField(), read_only=True)
    before = AmendedItemSideSerializer(read_only=True, allow_null=True)
    after = AmendedItemSideSerializer(read_only=True, allow_null=True)
    told_by = serializers.CharField(read_only=True)
    verified = serializers.BooleanField(read_only=True)


class AmendedSumSerializer(serializers.Serializer[Any]):
    """Arithmetic of the amendment done again: what should come out, and what it says."""

    kind = serializers.ChoiceField(choices=["increase", "stated_before", "extension", "schedule"], read_only=True)
    agrees = serializers.BooleanField(read_only=True)
    expected = serializers.CharField(read_only=True)
    found = serializers.CharField(read_only=True)
    quote = serializers.CharField(read_only=True)


class AmendmentSerializer(serializers.Serializer[Any]):
    """What an amendment changes against its agreement, after the amendments that bound before it. Fields that it does not speak of are unchanged."""

    contract = serializers.UUIDField(read_only=True)
    amends = serializers.UUIDField(read_only=True)
    fields_ = AmendedFieldSerializer(many=True, read_only=True)
    items = AmendedItemSerializer(many=True, read_only=True)
    sums = AmendedSumSerializer(many=True, read_only=True)
    other = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text=_("Other words that it changes.")
    )

    def get_fields(self) -> dict[str, Any]:
        """Under the name that programs expect: `fields` belongs to the serializer itself."""
        found = super().get_fields()
        return {name.rstrip("_"): field for name, field in found.items()}

    def to_representation(self, amendment: Amendment) -> dict[str, Any]:
        found, currency = amendment.comparison, currency_of(amendment)
        return {
            "contract": str(amendment.contract.pk),
            "amends": str(amendment.agreement.pk),
            "fields": [_field(amendment, one) for one in found.fields],
            "items": [_item(amendment, one) for one in found.items],
            "sums": [
                {
                    "kind": one.kind,
                    "agrees": one.agrees,
                    "expected": _plain(one.expected, currency),
                    "found": _plain(one.found, currency),
                    "quote": one.evidence.quote if one.evidence else "",
                }
                for one in found.sums
            ],
            "other": [one.quote for one in found.other],
        }


def _plain(value: Scalar | None, currency: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_money(value, currency)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _field(amendment: Amendment, one: FieldChange) -> dict[str, Any]:
    return {
        "field": one.field,
        "standing": one.standing,
        "before": _side(one.before, currency_of(amendment)) if one.before else None,
        "after": _side(one.after, currency_of(amendment)) if one.after else None,
        "told_by": one.told.quote if one.told else "",
        "verified": amendment.is_verified(one),
    }


def _item(amendment: Amendment, one: ItemChange) -> dict[str, Any]:
    return {
        "standing": one.standing,
        "what": list(one.what),
        "before": _item_side(one.before, currency_of(amendment)) if one.before else None,
        "after": _item_side(one.after, currency_of(amendment)) if one.after else None,
        "told_by": one.told.quote if one.told else "",
        "verified": amendment.is_verified(one),
    }


def currency_of(amendment: Amendment) -> str:
    """The currency of what it changes: its own, else that of its agreement."""
    return amendment.contract.currency or amendment.agreement.currency


def _side(said: Said, currency: str) -> dict[str, Any]:
    return {"value": _plain(said.value, currency), **_where(said.evidence, said.where, said.key)}


def _item_side(item: Item, currency: str) -> dict[str, Any]:
    return {
        "value": _plain(item.amount, item.currency or currency),
        "description": item.description,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "unit": item.unit,
        **_where(item.evidence, item.where, item.key),
    }


def _where(evidence: Evidence | None, where: str, key: str) -> dict[str, Any]:
    return {
        "quote": evidence.quote if evidence else "",
        "start": evidence.start if evidence else None,
        "end": evidence.end if evidence else None,
        "page": evidence.page if evidence else None,
        "contract": where or None,
        "term": key or None,
    }
