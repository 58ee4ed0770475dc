"""What many verbs are given: nothing, a reason, a verdict."""

from typing import Any

from rest_framework import serializers


class Nothing(serializers.Serializer[Any]):
    """No values."""


class Reason(serializers.Serializer[Any]):
    """Why. People read it, and it is kept as evidence."""

    reason = serializers.CharField(max_length=500)


class Verdict(serializers.Serializer[Any]):
    """A decision; a no needs a reason."""

    verdict = serializers.ChoiceField(choices=["yes", "no"])
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
