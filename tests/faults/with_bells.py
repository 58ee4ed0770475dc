"""Settings of a worker that hears bells."""

from flowmono.settings import *  # noqa: F403

WORKFLOWS_MODULE = "tests.faults.bells_workflows"
