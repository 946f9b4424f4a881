"""Reads a body as strictly as we promise: one JSON object in UTF-8, small, flat, known members."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from sawti.lib.errors import N_
from sawti_api.problems import Fault, Faults, Problem

MOST_LEVELS = 8
MOST_UNKNOWN = 20

REQUIRED = N_("This is required.")
UNKNOWN = N_("There is no such field here. Remove it.")
WRONG_TYPE = {
    str: N_("Write this as a text."),
    int: N_("Write this as a whole number."),
    bool: N_("Write this as true or false."),
    dict: N_("Write this as an object."),
    list: N_("Write this as a list of texts."),
}


class TextByLanguage(serializers.DictField):
    """A text in several languages: {"ar": "…", "en": "…"}."""

    child = serializers.CharField()


class StrictJson(BaseParser):
    """JSON as RFC 8259 has it: UTF-8, no NaN, no lone surrogates, at most MOST_LEVELS deep."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        charset = stream.content_params.get("charset", "utf-8").lower()
        if charset not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(media_type or "")
        return _object_in(stream.body)


def _object_in(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            body.decode(), parse_constant=_refuse_constant, object_pairs_hook=_named_once
        )
        if b"\\u" in body:
            json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate is no text
    except RecursionError:
        raise Problem("json_too_deep", levels=MOST_LEVELS) from None
    except ValueError:
        raise Problem("invalid_json") from None
    if not isinstance(found, dict):
        raise Problem("not_an_object")
    if _is_deeper(found, MOST_LEVELS):
        raise Problem("json_too_deep", levels=MOST_LEVELS)
    return found


def _named_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a member twice: two readers could read two things (RFC 8259)."""
    found = dict(members)
    if len(found) < len(members):
        raise ValueError("a member twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in inside)


def members_of(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """Return the body's members if `shape` allows them; the shape also documents the body.

    Texts stay as they were sent. Absent members are absent. Raises Faults with every fault.
    """
    if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
        raise Problem("length_required")  # WSGI shows such a body as an empty one
    body: Any = request.data
    if faults := list(_faults_in(body, shape, "")):
        raise Faults(faults)
    return body  # type: ignore[no-any-return]


def _faults_in(
    body: dict[str, Any], shape: type[serializers.Serializer[Any]], inside: str
) -> Iterator[Fault]:
    fields = shape._declared_fields
    unknown = [name for name in body if name not in fields]
    for name in unknown[:MOST_UNKNOWN]:
        yield _fault(f"{inside}/{_escaped(name)}", "unknown_field", UNKNOWN)
    for name, field in fields.items():
        place = f"{inside}/{name}"
        if name not in body:
            if field.required:
                yield _fault(place, "required", REQUIRED)
        elif not _is_of_type(body[name], expected := _type_of(field)):
            yield _fault(place, "wrong_type", WRONG_TYPE[expected])
        elif isinstance(field, serializers.Serializer):
            yield from _faults_in(body[name], type(field), place)
        elif isinstance(field, TextByLanguage):
            yield from _faults_by_language(body[name], place)


def _faults_by_language(texts: dict[str, Any], inside: str) -> Iterator[Fault]:
    for language, text in texts.items():
        place = f"{inside}/{_escaped(language)}"
        if language not in dict(settings.LANGUAGES):
            yield _fault(place, "unknown_field", UNKNOWN)
        elif not isinstance(text, str):
            yield _fault(place, "wrong_type", WRONG_TYPE[str])


def _type_of(field: serializers.Field[Any, Any, Any, Any]) -> type:
    if isinstance(field, serializers.IntegerField):
        return int
    if isinstance(field, serializers.BooleanField):
        return bool
    if isinstance(field, serializers.Serializer | serializers.DictField):
        return dict
    if isinstance(field, serializers.ListField):
        return list
    return str


def _is_of_type(value: Any, expected: type) -> bool:
    if expected is list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, expected) and isinstance(value, bool) == (expected is bool)


def _fault(place: str, code: str, text: str) -> Fault:
    return Fault(place, code, gettext(text))


def _escaped(name: str) -> str:
    """Return a member's name as RFC 6901 writes it, cut where it is absurdly long."""
    return name[:60].replace("~", "~0").replace("/", "~1")


def parameters_of(request: Request, *known: str) -> dict[str, str]:
    """Return the query's parameters; raises Faults for one that is unknown or comes twice."""
    faults = [
        _fault(name[:60], "unknown_field", UNKNOWN)
        for name in list(request.query_params)[:MOST_UNKNOWN]
        if name not in known or len(request.query_params.getlist(name)) > 1
    ]
    if faults:
        raise Faults(faults)
    return request.query_params.dict()
