"""Every event that the source writes is explained in docs/audit.md, and no other."""

import ast
import re
from collections.abc import Iterator

from sawti.notifications.steps import TOPICS
from tests.architecture.sources import nodes, python, text

EVENT = re.compile(r"[a-z]+(\.[a-z_*]+)+")
# A logger, a file and topics of the outbox, in files that write entries.
NO_EVENTS = {
    "sawti.retention",
    "tenant.toml",
    "retention.next_batch",
    "support.noted",
    "cases.reschedule",
    "reforms.carry_out",
}
TOPIC_TAKERS = ("add", "add_many", "filter")


def writing_files() -> list[str]:
    """Return the files that write entries, tests apart."""
    sources = python("platform/", "cms/", "api/", "plugins/")
    return [
        name
        for name in sources
        if "/tests/" not in name
        and any(getattr(call.func, "id", "") == "write_entry" for call in nodes(name, ast.Call))
    ]


def texts_in(name: str) -> Iterator[str]:
    """Yield the texts of a file but for topics of the outbox; what is filled in is a `*`."""
    topics = {
        id(call.args[0])
        for call in nodes(name, ast.Call)
        if getattr(call.func, "attr", "") in TOPIC_TAKERS and call.args
    }
    for node in nodes(name, ast.Constant, ast.JoinedStr):
        if id(node) in topics:
            continue
        parts = getattr(node, "values", [node])
        yield "".join(str(getattr(part, "value", "")) if is_text(part) else "*" for part in parts)


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def events_of_the_source() -> set[str]:
    return {
        found
        for name in writing_files()
        for found in texts_in(name)
        if EVENT.fullmatch(found) and found not in {*NO_EVENTS, *TOPICS.values()}
    }


def documented_events() -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", text("docs/audit.md"), re.MULTILINE))


def test_every_event_is_explained_and_every_explained_event_exists() -> None:
    assert events_of_the_source() == documented_events()
