"""JSON that the database can hold."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from .text import is_storable


class StrictJSONParser(JSONParser):
    """Refuses NaN and Infinity (DRF's STRICT_JSON) and text with NUL or a lone surrogate, at any depth."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON is nested too deeply.") from error
        if not _storable(body):
            raise ParseError("Text holds a character that cannot be stored (NUL or a lone surrogate).")
        return body


def _storable(value: Any) -> bool:
    match value:
        case str():
            return is_storable(value)
        case dict():
            return all(is_storable(key) and _storable(item) for key, item in value.items())
        case list():
            return all(map(_storable, value))
    return True
