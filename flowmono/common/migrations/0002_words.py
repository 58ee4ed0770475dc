"""The words of a text as search compares them: no dictionary, and punctuation divides words.

The cost is set high, so that the planner takes the index even of a table that it has not counted yet.
"""

from django.db import migrations

DIVIDES = "-/\\.,:;()[]'\"@_&+#|!?*"
SPACES = " " * len(DIVIDES)
QUOTED = DIVIDES.replace("'", "''")
MAKE = f"""
create function flowmono_words(given text) returns tsvector language sql immutable strict parallel safe cost 10000 as $$
  select to_tsvector('simple'::regconfig, translate(given, '{QUOTED}', '{SPACES}'))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, "drop function flowmono_words(text);")]
