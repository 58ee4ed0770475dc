"""JSON as programs send it: each name once, and no deeper than anybody reads."""

import codecs
import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant


class StrictJSON(JSONParser):
    """Raises ParseError in words. A name that stands twice in one object would be half ignored: it is refused."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            text = codecs.getreader(encoding)(stream)
            return json.load(text, parse_constant=strict_constant, object_pairs_hook=_each_once)
        except RecursionError as deep:
            raise ParseError(_("This JSON is nested too deeply.")) from deep
        except (ValueError, LookupError) as wrong:
            raise ParseError(_("This is no JSON that can be read: %(why)s") % {"why": wrong}) from wrong


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(_("“%(name)s” stands twice in one object: send it once.") % {"name": twice[:60]})
    return found
