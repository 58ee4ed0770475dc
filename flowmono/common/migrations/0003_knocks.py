"""How often an address knocked on an open door: one small table that every worker process shares."""

from django.db import migrations

MAKE = """
create table common_knock (
  key varchar(120) primary key,
  count integer not null check (count > 0),
  until timestamptz not null
);
create index common_knock_until on common_knock (until);
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0002_words")]

    operations = [migrations.RunSQL(MAKE, "drop table common_knock;")]
