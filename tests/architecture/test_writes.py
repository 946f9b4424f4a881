"""Only actions write, and only a case's actions change its state."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import nodes, python, tree

ALWAYS_WRITES = {
    verb
    for name in (
        "save",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    )
    for verb in (name, f"a{name}")
} | {"_raw_delete", "save_base", "assign_perm", "remove_perm", "copy_expert"}
WRITES_ON_A_MANAGER = {"create", "update", "acreate", "aupdate"}
EDGES = ("platform/sawti_ui/", "platform/sawti_desk/", "cms/", "api/")
PLUGINS = "plugins/"
DOMAIN = "platform/sawti/"
WRITING_MODULES = ("actions", "steps", "content")

# Each with the reason why it writes outside of an action.
EXEMPT = {
    "cms/sawti_cms/plugin.py": "prepares Wagtail's own tables inside the transaction of load_pack",
    "platform/sawti/attachments/inspection/pictures.py": "saves a picture to a file, not a row",
    "platform/sawti/attachments/inspection/pdfs.py": "saves a PDF to a file, not a row",
    "platform/sawti/project/bucket.py": "removes an object of a bucket, not a row",
    "platform/sawti/audit/anchors.py": "saves an anchor to a file, not a row",
    "platform/sawti/outbox/delivery.py": "claims and closes outbox rows: it is their only writer",
    "platform/sawti/accounts/sessions.py": "Django's contract for a session store",
    "platform/sawti/packs/tables.py": "the tables' part of packs.actions.load_pack",
    "platform/sawti/packs/comparing.py": "compares and writes a row for packs.actions.load_pack",
    "platform/sawti/tenancy/models.py": "the manager through which every action writes",
}


def called(call: ast.Call) -> str:
    """Return the last name of what is called: `save` of `case.save()`."""
    function = call.func
    return getattr(function, "attr", None) or getattr(function, "id", "")


def is_write(call: ast.Call) -> bool:
    """Tell a write to the database by its name, or by its name on a manager or queryset."""
    name = called(call)
    if name in ALWAYS_WRITES:
        return True
    if name in WRITES_ON_A_MANAGER and isinstance(call.func, ast.Attribute):
        is_dict = bool(call.args) or not call.keywords
        receiver = ast.unparse(call.func.value)
        return not is_dict or "objects" in receiver
    return name in ("execute", "executemany") and changes_rows(call)


def changes_rows(call: ast.Call) -> bool:
    """Tell whether raw SQL is anything but a question or a lock."""
    first = call.args[0] if call.args else None
    statement = str(first.value).lstrip().upper() if isinstance(first, ast.Constant) else ""
    return statement.startswith(("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY"))


def writes_in(name: str) -> Iterator[str]:
    """Yield `file:line call` of each write."""
    for node in nodes(name, ast.Call):
        if is_write(node):
            yield f"{name}:{node.lineno} {ast.unparse(node.func)}"


def may_write(name: str) -> bool:
    """Tell whether the file is one where writes belong."""
    parts = name.removesuffix(".py").split("/")
    return bool(set(parts) & set(WRITING_MODULES)) or name in EXEMPT


def test_the_edges_write_nothing():
    assert [
        write for name in python(*EDGES) if name not in EXEMPT for write in writes_in(name)
    ] == []


def test_the_domain_writes_in_actions_and_their_steps_only():
    assert [
        write for name in python(DOMAIN) if not may_write(name) for write in writes_in(name)
    ] == []


def test_plugins_write_in_actions_and_steps_only():
    assert [
        write
        for name in python(PLUGINS)
        if "/tests/" not in name and not may_write(name)
        for write in writes_in(name)
    ] == []


@pytest.mark.parametrize("name", EXEMPT)
def test_an_exemption_is_still_needed(name):
    assert list(writes_in(name)) != []


# The one way of answering, for one case and for many: an action of an incident needs it too.
STEPS_OF_STATE = "platform/sawti/cases/steps/answering.py"
WITH_STATES_OF_THEIR_OWN = (
    "platform/sawti/notifications/",
    "platform/sawti/acting/",
    "platform/sawti/businesses/",
)


def state_changes(name: str) -> Iterator[str]:
    """Yield each `….state = …`, `update(state=…)` and `setattr(…, "state", …)`."""
    for node in nodes(name, ast.Assign, ast.AugAssign, ast.AnnAssign):
        for target in getattr(node, "targets", None) or [node.target]:
            if any(getattr(part, "attr", "") == "state" for part in ast.walk(target)):
                yield f"{name}:{node.lineno}"
    for node in nodes(name, ast.Call):
        if called(node) in {"update", "aupdate", "create", "replace", "setattr"} and (
            any(keyword.arg == "state" for keyword in node.keywords)
            or any(getattr(argument, "value", None) == "state" for argument in node.args)
        ):
            yield f"{name}:{node.lineno}"


def test_a_cases_state_is_assigned_in_its_actions_and_by_answering_only():
    elsewhere = [
        name
        for name in python("platform/", "cms/", "api/")
        if name != STEPS_OF_STATE
        and not name.startswith(("platform/sawti/cases/actions/", *WITH_STATES_OF_THEIR_OWN))
    ]

    assert [change for name in elsewhere for change in state_changes(name)] == []
    assert [
        change for name in python("platform/sawti/cases/actions/") for change in state_changes(name)
    ] != []


def transactions(name: str) -> Iterator[str]:
    """Yield each `atomic(…)` that is not durable."""
    for node in nodes(name, ast.Call):
        is_durable = "durable=True" in [ast.unparse(keyword) for keyword in node.keywords]
        if called(node) == "atomic" and not is_durable:
            yield f"{name}:{node.lineno}"


def test_every_transaction_of_an_action_is_durable():
    actions = [name for name in python(DOMAIN) if "actions" in name]

    assert [found for name in actions for found in transactions(name)] == []


def test_actions_do_not_call_actions():
    actions = [name for name in python(DOMAIN) if "/actions" in name]
    imports = [
        f"{name}:{node.lineno} {node.module}"
        for name in actions
        for node in nodes(name, ast.ImportFrom)
        if ".actions" in (node.module or "") and node.module != "sawti.tenancy.actions"
    ]

    assert imports == []


def signal_receivers(name: str) -> Iterator[str]:
    """Yield each import of Django's dispatcher or model signals, and each `….connect(…)` to one.

    Sending `got_request_exception` is allowed: error reporters listen to it.
    """
    imported = {
        alias.asname or alias.name
        for node in nodes(name, ast.ImportFrom)
        if (node.module or "").endswith("signals")
        for alias in node.names
    }
    for node in nodes(name, ast.ImportFrom, ast.Import):
        if "django.dispatch" in ast.unparse(node) or "models.signals" in ast.unparse(node):
            yield f"{name}:{node.lineno}"
    for node in nodes(name, ast.Call):
        if called(node) == "connect" and ast.unparse(node.func).split(".")[0] in imported:
            yield f"{name}:{node.lineno}"


def test_news_travels_by_outbox_rows_and_hooks_not_by_signals():
    ours = python("platform/", "cms/", "api/", "plugins/")

    assert [found for name in ours for found in signal_receivers(name)] == []


def test_domain_code_never_asks_what_time_it_is():
    """`clock.now()` is called at the edge and by the delivery loop, and passed down as `at`."""
    asks = [
        name
        for name in python(DOMAIN)
        if any(
            ast.unparse(node) in ("timezone.now()", "datetime.now()", "datetime.now(UTC)")
            for node in nodes(name, ast.Call)
        )
    ]

    assert asks == ["platform/sawti/lib/clock.py"]
    assert tree("platform/sawti/lib/clock.py").body != []
