"""The product's workflow, and who hears a bell."""

from flowmono import events
from flowmono.workflows import WORKFLOWS as PRODUCT
from tests.faults import bells

events.REGISTRY["BellRang"] = bells.BellRang
WORKFLOWS = {**PRODUCT, bells.BellRang: [bells.add_copy, bells.write_home]}
