"""Which reader reads: the embedded one, unless an administrator configured another."""

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import ContractReader


def contract_reader() -> ContractReader:
    """The reader of contracts that this installation uses."""
    return EmbeddedReader()
