"""What the demonstration's contract asks for, looked after: verified, given to somebody, done, or found not to apply."""

from datetime import timedelta

from contracts import actions as contracts
from contracts.models import Obligation
from demo.play import Play


def look_after_obligations(play: Play) -> None:
    """Lena goes through what the signature put on record; a little of it waits for Pierre and for Maya."""
    lena, maya, pierre = (play.people[key] for key in ("lena", "maya", "pierre"))
    asked = Obligation.objects.filter(record__contract=play.deal, term__field="obligation").select_related(
        "record", "term"
    )
    papers = list(asked.filter(kind="document").order_by("term__position"))
    for one in papers:
        contracts.say_of_obligation(one, by=lena, at=play.tick(), values={"side": "theirs"})
    for one in papers[:1]:
        contracts.settle_obligation(one, by=lena, at=play.tick(minutes=5))
    kept = asked.filter(term__description="confidentiality").exclude(term__quote__contains="return or destroy")
    for one in kept[:1]:
        reason = "It holds for as long as the contract does; there is no day to watch."
        contracts.set_aside_obligation(one, by=lena, at=play.tick(), reason=reason)
    for one in asked.filter(term__description="audit")[:1]:
        contracts.verify_obligation(one, by=lena, at=play.tick())
    for one in asked.filter(term__quote__contains="Article 28")[:1]:
        values = {"owner": pierre, "side": "both", "due_on": play.at.date() + timedelta(days=9)}
        contracts.say_of_obligation(one, by=lena, at=play.tick(), values=values)
    for one in asked.filter(term__quote__contains="return or destroy")[:1]:
        contracts.say_of_obligation(one, by=lena, at=play.tick(), values={"owner": maya})
    play.say("Lena goes through the obligations: one is done, one asks for nothing, one is Pierre’s within nine days.")
    play.settle()
