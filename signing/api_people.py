"""Who takes part in a round, for programs."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from flowmono.common.bodies import Body
from signing.actions import MOST_PEOPLE, Place
from signing.models import Role
from signing.models.states import BY_EMAIL


class PersonTakingPart(Body):
    """One person. Those of the same `order` are asked together; the address of one of our own people makes it their place."""

    recipient = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text=_("The place that becomes theirs, if it is one.")
    )
    order = serializers.IntegerField(min_value=1, max_value=99)
    role = serializers.ChoiceField(choices=Role.choices, required=False, default=Role.SIGNER.value)
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    party = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    proof = serializers.CharField(
        max_length=20,
        required=False,
        default=BY_EMAIL,
        help_text=_("How somebody without an account proves who they are: email, text, or a way of this installation."),
    )
    phone = serializers.CharField(
        max_length=30,
        required=False,
        default="",
        allow_blank=True,
        help_text=_("For a code by text message: the number with its country, such as +4930123456."),
    )


class PeopleTakingPart(Body):
    """Everybody who takes part, in place of those who stand there."""

    people = PersonTakingPart(many=True, max_length=MOST_PEOPLE)
    places_anew = serializers.BooleanField(
        required=False,
        default=False,
        help_text=_("Places that a person arranged may be found again where signers come or go."),
    )

    def as_places(self) -> list[Place]:
        """The people as the action takes them."""
        return [
            Place(**{("key" if name == "recipient" else name): value for name, value in one.items()})
            for one in self.validated_data["people"]
        ]
