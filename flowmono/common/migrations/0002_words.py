"""The words of a text as search compares them: no dictionary, and punctuation divides words.

It is not plain SQL, which the planner would put in place of the call and reckon as cheap: to cut a text into words costs far
more than to read the index, whatever share of the rows it gives.
"""

from django.db import migrations

DIVIDES = "-/\\.,:;()[]'\"@_&+#|!?*"
SPACES = " " * len(DIVIDES)
QUOTED = DIVIDES.replace("'", "''")
MAKE = f"""
create function flowmono_words(given text) returns tsvector language plpgsql immutable strict parallel safe cost 10000 as $$
begin
  return to_tsvector('simple'::regconfig, translate(given, '{QUOTED}', '{SPACES}'));
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, "drop function flowmono_words(text);")]
