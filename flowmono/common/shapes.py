"""What many verbs are given: a reason, a verdict."""

from rest_framework import serializers

from flowmono.common.bodies import Body


class Reason(Body):
    """Why. People read it, and it is kept as evidence."""

    reason = serializers.CharField(max_length=500)


class Verdict(Body):
    """A decision; a no needs a reason."""

    verdict = serializers.ChoiceField(choices=["yes", "no"])
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
