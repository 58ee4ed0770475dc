"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid

from django.conf import settings
from django.db import migrations, models

from flowmono.common.migrating import AtOnce

# The chain: a deferred trigger gives each entry its place at commit; nothing may change or leave afterwards.
CHAIN = """
create function ledger_take_place() returns trigger language plpgsql security definer set search_path = public as $$
declare
  place bigint;
  before text;
  own text;
begin
  insert into ledger_head as head (case_id, number, hash) values (new.case_id, 0, repeat('0', 64))
    on conflict (case_id) do update set number = head.number
    returning head.number + 1, head.hash into place, before;
  own := encode(sha256(convert_to(new.case_id::text || '|' || place || '|' || before || '|' || new.body, 'UTF8')), 'hex');
  update ledger_entry set number = place, previous_hash = before, hash = own where id = new.id;
  update ledger_head set number = place, hash = own where case_id = new.case_id;
  return null;
end $$;

create constraint trigger ledger_takes_place after insert on ledger_entry
  deferrable initially deferred for each row execute function ledger_take_place();

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.number is null and new.id = old.id and new.case_id = old.case_id
     and new.kind = old.kind and new.at = old.at and new.body = old.body then
    return new;
  end if;
  raise exception 'The ledger is append-only.' using errcode = 'insufficient_privilege';
end $$;

create trigger ledger_is_append_only before update or delete on ledger_entry
  for each row execute function ledger_refuse_change();
"""
UNCHAIN = """
drop trigger ledger_is_append_only on ledger_entry;
drop trigger ledger_takes_place on ledger_entry;
drop function ledger_refuse_change();
drop function ledger_take_place();
"""


def take_rights(apps, schema_editor):
    """The application appends and reads; it neither changes nor removes, and only the trigger moves the heads."""
    owner = schema_editor.connection.settings_dict["USER"]
    role = settings.APPLICATION_ROLE
    if role == owner:
        return
    quoted = schema_editor.quote_name(role)
    schema_editor.execute(f"revoke update, delete, truncate on ledger_entry from {quoted}")
    schema_editor.execute(f"revoke insert, update, delete, truncate on ledger_head from {quoted}")


class Migration(migrations.Migration):
    replaces = [("ledger", "0001_initial"), ("ledger", "0002_chain")]

    initial = True

    dependencies = []

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Head",
                    fields=[
                        ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                        ("number", models.PositiveBigIntegerField()),
                        ("hash", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("case_id", models.UUIDField()),
                        ("number", models.PositiveBigIntegerField(editable=False, null=True)),
                        ("kind", models.CharField(max_length=80)),
                        ("at", models.DateTimeField()),
                        ("body", models.TextField()),
                        ("previous_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("hash", models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        "verbose_name": "entry",
                        "verbose_name_plural": "entries",
                        "ordering": ["case_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case_id", "number"), name="one_entry_per_place_in_a_case")
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.RunPython(take_rights, migrations.RunPython.noop),
    ]
