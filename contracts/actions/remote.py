"""The remote reader: asked about one contract, given its key, tried."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts import policies, remote
from contracts.models import Contract, RemoteReader, SecondReading
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Invalid, require
from flowmono.ledger.models import write_entry
from flowmono.outbox.broker import enqueue

TRY = "contracts.tasks.try_remote_reader"
LONGEST_KEY = 400


@action
def ask_second_reading(contract: Contract, *, by: User, at: datetime) -> SecondReading:
    """Ask the remote reader about a contract; the worker sends its text, and the answer stands beside the terms."""
    contract = Contract.objects.lock(contract)
    require(policies.can_ask_remote_reader, contract, by)
    return remote.ask(contract, by=by, at=at)


@action
def keep_reader_key(reader: RemoteReader, *, by: User, at: datetime, key: str) -> RemoteReader:
    """Seal a key for the reader's address as it stands; an empty one takes the key away. It never comes back out."""
    require(policies.can_set_up_remote_reader, by)
    if len(key) > LONGEST_KEY or any(not 32 < ord(letter) < 127 for letter in key):
        raise Invalid(_("A key has at most 400 letters and figures, without spaces."), field="new_key")
    reader = RemoteReader.objects.select_for_update().get(pk=reader.pk)
    reader.keep_key(key)
    reader.save()
    facts = {"reader": str(reader.pk), "for": reader.key_for, "by": str(by.as_actor())}
    write_entry(case_id=reader.pk, kind="remote_reader.key", at=at, facts=facts)
    return reader


@action
def try_remote_reader(reader: RemoteReader, *, by: User, at: datetime) -> RemoteReader:
    """Have the worker send a text of ours, and no contract, to see what happens."""
    require(policies.can_set_up_remote_reader, by)
    RemoteReader.objects.filter(pk=reader.pk).update(try_asked_at=at)
    enqueue(TRY, [(str(reader.pk), str(by.pk))])
    return reader
