"""Log lines for machines and for people, without anybody's words, name or address in them.

Ours say ids and codes only. Libraries quote what they choke on (PostgreSQL prints the row, Django
the address), so both formatters leave out the details of exceptions and mask what looks like an
e-mail address, a phone number or a case number.
"""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from sawti.audit.context import request_id
from sawti.tenancy.context import tenant_or_none

MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<e-mail>"),
    (re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b", re.IGNORECASE), "<number>"),
    (re.compile(r"(?<![\w.:-])\+?\d[\d ()-]{7,}\d(?![\w.:-])"), "<digits>"),
)
Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def masked(text: str) -> str:
    """Return `text` with what may identify a person or open a case taken out."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


def where_it_failed(fault: Fault) -> str:
    """Return the frames and the type of an exception and of its causes, not their messages."""
    lines: list[str] = []
    error = fault[1]
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


class Context(logging.Filter):
    """Adds the request's id and the tenant to each line; the address of a request goes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Complete the record; every record passes."""
        record.request_id = request_id.get()
        tenant = tenant_or_none()
        if not getattr(record, "tenant", ""):
            record.tenant = tenant.slug if tenant else ""
        if record.name == "django.request":
            record.msg, record.args = _without_address(record), ()
        record.__dict__.pop("request", None)
        return True


def _without_address(record: logging.LogRecord) -> str:
    request: Any = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    status = getattr(record, "status_code", "")
    return f"answered {status} at {match.view_name if match else 'no route'}"


class LinesForMachines(JsonFormatter):
    """One JSON object a line."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return where_it_failed(ei)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Mask every text of the line."""
        return {
            name: masked(value) if isinstance(value, str) and name != "time" else value
            for name, value in log_data.items()
            if value != ""
        }


class LinesForPeople(logging.Formatter):
    """One line a record, for a terminal."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return where_it_failed(ei)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = masked(record.message)
        return super().formatMessage(record)


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, ours from `level` on."""
    machine = {
        "()": LinesForMachines,
        "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        "datefmt": "%Y-%m-%dT%H:%M:%S%z",
    }
    person = {
        "()": LinesForPeople,
        "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": Context}},
        "formatters": {"line": machine if as_json else person},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["context"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "sawti": {"level": level},
            # With a handler of its own huey does not bring one that writes another form.
            "huey": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
