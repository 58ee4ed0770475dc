"""The shape of a second reading for programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contracts.models import SecondReading
from contracts.second_opinions import ADDED, AGREES, CONTESTED, DISCARDED, MISSED


class SecondReadingFinding(serializers.Serializer[Any]):
    """One thing that the remote reader said; its quote is the document's own words between `start` and `end`."""

    kind = serializers.ChoiceField(choices=[AGREES, CONTESTED, ADDED, MISSED, DISCARDED], read_only=True)
    field = serializers.CharField(
        read_only=True,
        help_text=_("As in terms; of a claim that was not taken, as the remote reader was asked for it."),
    )
    theirs = serializers.CharField(read_only=True)
    ours = serializers.CharField(
        read_only=True, help_text=_("The value of the term that stands; empty where there is none.")
    )
    currency = serializers.CharField(read_only=True)
    quote = serializers.CharField(read_only=True)
    start = serializers.IntegerField(read_only=True, allow_null=True)
    end = serializers.IntegerField(read_only=True, allow_null=True)
    page = serializers.IntegerField(read_only=True, allow_null=True)
    term = serializers.CharField(read_only=True, help_text=_("The term that it is about; empty where there is none."))
    why = serializers.CharField(
        read_only=True,
        help_text=_(
            "Why a claim was not taken: no_quote, not_said or twice; denied where a person said that it is not there; else empty."
        ),
    )


class SecondReadingSerializer(serializers.ModelSerializer[SecondReading]):
    """One use of the remote reader: what was sent, by whom or by what, and what came of it."""

    asked_by = serializers.CharField(source="asked_by.email", read_only=True, default=None, allow_null=True)
    findings = SecondReadingFinding(many=True, read_only=True)

    class Meta:
        model = SecondReading
        fields = (
            "id",
            "contract",
            "version",
            "asked_by",
            "asked_at",
            "category",
            "address",
            "model",
            "characters",
            "text_sha256",
            "state",
            "ended_at",
            "outcome",
            "detail",
            "sent",
            "tokens_in",
            "tokens_out",
            "cost",
            "currency",
            "milliseconds",
            "findings",
        )
        read_only_fields = fields
