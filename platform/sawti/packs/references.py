"""What the keys of a pack say about each other.

The checks read the documents as TOML gave them, not the validated models, so that they find their
faults even where others were found: the author sees all of them at once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sawti.catalogue.colours import BACKGROUNDS, LEAST_CONTRAST, contrast_figures
from sawti.packs.calendars import calendar_faults, rows_of
from sawti.packs.errors import Fault, shown
from sawti.packs.escalation import ladder_faults
from sawti.packs.policies import policy_faults
from sawti.packs.roles import default_roles

Documents = Mapping[str, Mapping[str, Any]]
Row = Mapping[str, Any]

_CODED = (
    ("entities.toml", "sectors", "sector"),
    ("entities.toml", "entities", "entity"),
    ("catalogue.toml", "types", "type"),
    ("catalogue.toml", "importance", "importance"),
    ("catalogue.toml", "pillars", "pillar"),
    ("catalogue.toml", "categories", "category"),
    ("catalogue.toml", "confidentiality", "class"),
    ("catalogue.toml", "representations", "representation"),
    ("catalogue.toml", "replies", "reply"),
    ("sla.toml", "policies", "policy"),
    ("roles.toml", "roles", "role"),
    ("consents.toml", "consents", "consent"),
    ("escalation.toml", "levels", "level"),
)


@dataclass(frozen=True)
class _Reference:
    file: str
    table: str
    key: str
    target_file: str
    target: str
    expected: str


_REFERENCES = tuple(
    _Reference(*reference)
    for reference in (
        ("entities.toml", "entities", "sector", "entities.toml", "sectors", "a sector"),
        ("entities.toml", "entities", "parent", "entities.toml", "entities", "another entity"),
        ("catalogue.toml", "categories", "parent", "catalogue.toml", "categories", "a category"),
        ("catalogue.toml", "categories", "pillar", "catalogue.toml", "pillars", "a pillar"),
        (
            "catalogue.toml",
            "categories",
            "importance",
            "catalogue.toml",
            "importance",
            "an importance",
        ),
        ("catalogue.toml", "categories", "entity", "entities.toml", "entities", "an entity"),
        (
            "catalogue.toml",
            "categories",
            "confidentiality",
            "catalogue.toml",
            "confidentiality",
            "a class of confidential cases",
        ),
        ("catalogue.toml", "replies", "entity", "entities.toml", "entities", "an entity"),
        ("catalogue.toml", "replies", "category", "catalogue.toml", "categories", "a category"),
        ("calendar.toml", "entities", "entity", "entities.toml", "entities", "an entity"),
        ("sla.toml", "policies", "type", "catalogue.toml", "types", "a type"),
        ("sla.toml", "policies", "importance", "catalogue.toml", "importance", "an importance"),
        ("sla.toml", "policies", "category", "catalogue.toml", "categories", "a category"),
        ("sla.toml", "policies", "pillar", "catalogue.toml", "pillars", "a pillar"),
        ("sla.toml", "policies", "entity", "entities.toml", "entities", "an entity"),
        ("escalation.toml", "levels", "policy", "sla.toml", "policies", "a policy"),
        ("escalation.toml", "levels", "entity", "entities.toml", "entities", "an entity"),
        ("retention.toml", "policies", "case_type", "catalogue.toml", "types", "a type"),
        ("retention.toml", "policies", "category", "catalogue.toml", "categories", "a category"),
        (
            "retention.toml",
            "policies",
            "confidentiality",
            "catalogue.toml",
            "confidentiality",
            "a class of confidential cases",
        ),
    )
)


def faults_between(documents: Documents, *, slug: str) -> list[Fault]:
    """Return the faults that lie between keys or between files.

    `documents`: file name → TOML; a file that could not be read is absent, and what refers to it
    is not judged.
    """
    checks: tuple[tuple[str, Callable[[Documents], Iterator[Fault]]], ...] = (
        ("tenant.toml", _tenant_faults),
        ("entities.toml", _circles),
        ("catalogue.toml", _level_faults),
        ("catalogue.toml", _default_importance_faults),
        ("catalogue.toml", _role_faults),
        ("calendar.toml", calendar_faults),
        ("sla.toml", policy_faults),
        ("sla.toml", _roles_of_posts),
        ("escalation.toml", _unknown_roles_of_levels),
        ("escalation.toml", ladder_faults),
        ("brand.toml", _contrast_faults),
        ("retention.toml", _repeated_retention),
    )
    faults = [*_slug_faults(documents, slug), *_repeated_codes(documents), *_unknown(documents)]
    for file, check in checks:
        if file in documents:
            faults += check(documents)
    return faults


def _text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None


def _codes(documents: Documents, file: str, table: str) -> dict[str, int]:
    """Return code → place of its first row."""
    found: dict[str, int] = {}
    for index, row in rows_of(documents.get(file, {}), table):
        code = _text(row, "code")
        if code is not None:
            found.setdefault(code, index)
    return found


def _slug_faults(documents: Documents, slug: str) -> Iterator[Fault]:
    found = _text(documents.get("tenant.toml", {}), "slug")
    if found not in (None, slug):
        yield Fault("tenant.toml", "slug", f"{slug!r}, the tenant being loaded", shown(found))


def _repeated_codes(documents: Documents) -> Iterator[Fault]:
    for file, table, word in _CODED:
        first = _codes(documents, file, table)
        for index, row in rows_of(documents.get(file, {}), table):
            code = _text(row, "code")
            if code is not None and first[code] != index:
                yield Fault(
                    file,
                    f"{table}[{index}].code",
                    f"a code that no other {word} has",
                    f"{shown(code)}, the code of {table}[{first[code]}]",
                )


def _unknown(documents: Documents) -> Iterator[Fault]:
    for reference in _REFERENCES:
        if reference.target_file not in documents:
            continue
        codes = _codes(documents, reference.target_file, reference.target)
        for index, row in rows_of(documents.get(reference.file, {}), reference.table):
            code = _text(row, reference.key)
            if code and code not in codes:
                yield Fault(
                    reference.file,
                    f"{reference.table}[{index}].{reference.key}",
                    f"the code of {reference.expected}",
                    f"{shown(code)}, which {reference.target_file} does not have",
                )


def _tenant_faults(documents: Documents) -> Iterator[Fault]:
    tenant = documents["tenant.toml"]
    triage = _text(tenant, "triage_entity")
    is_known = triage in _codes(documents, "entities.toml", "entities")
    if triage is not None and "entities.toml" in documents and not is_known:
        found = f"{shown(triage)}, which entities.toml does not have"
        yield Fault("tenant.toml", "triage_entity", "the code of an entity", found)
    for key in ("hosts", "languages"):
        yield from _repeated(tenant.get(key), key)
    languages, default = tenant.get("languages"), tenant.get("default_language")
    if isinstance(languages, list) and isinstance(default, str) and default not in languages:
        yield Fault("tenant.toml", "default_language", "one of the languages", shown(default))


def _repeated(values: object, key: str) -> Iterator[Fault]:
    for index, value in enumerate(values if isinstance(values, list) else []):
        if value in values[:index]:  # type: ignore[index]
            expected = "a value that is not there twice"
            yield Fault("tenant.toml", f"{key}[{index}]", expected, shown(value))


def _circles(documents: Documents) -> Iterator[Fault]:
    places = _codes(documents, "entities.toml", "entities")
    rows = dict(rows_of(documents.get("entities.toml", {}), "entities"))
    parents = {code: _text(rows[index], "parent") for code, index in places.items()}
    settled: set[str] = set()
    for start in parents:
        path: list[str] = []
        code: str | None = start
        while code is not None and code in parents and code not in settled and code not in path:
            path.append(code)
            code = parents[code]
        if code in path:
            circle = [*path[path.index(code) :], code]
            yield Fault(
                "entities.toml",
                f"entities[{places[code]}].parent",
                "a hierarchy without a circle",
                " → ".join(map(shown, circle)),
            )
        settled.update(path)


def _level_faults(documents: Documents) -> Iterator[Fault]:
    rows = rows_of(documents.get("catalogue.toml", {}), "categories")
    second = {_text(row, "code") for _, row in rows if "parent" in row}
    for index, row in rows:
        place = f"categories[{index}]"
        parent = _text(row, "parent")
        if parent is not None and parent in second:
            found = f"{shown(parent)}, which has a parent itself"
            expected = "the code of a first-level category"
            yield Fault("catalogue.toml", f"{place}.parent", expected, found)
        for key in ("pillar", "entity", "keywords"):
            if "parent" in row and key not in row:
                expected = "a value, as every second-level category has"
                yield Fault("catalogue.toml", f"{place}.{key}", expected, "nothing")
        for key in ("pillar", "entity", "keywords", "importance"):
            if "parent" not in row and key in row:
                expected = "nothing, because only second-level categories have it"
                yield Fault("catalogue.toml", f"{place}.{key}", expected, shown(row[key]))


def _default_importance_faults(documents: Documents) -> Iterator[Fault]:
    rows = rows_of(documents.get("catalogue.toml", {}), "importance")
    defaults = [row.get("code") for _, row in rows if row.get("default") is True]
    if len(defaults) != 1:
        found = " and ".join(map(shown, defaults)) or "none"
        yield Fault("catalogue.toml", "importance", "exactly one with default = true", found)


def _role_faults(documents: Documents) -> Iterator[Fault]:
    """A class that names a role nobody can hold would hide its cases from everybody."""
    if "roles.toml" not in documents:
        return
    known = _known_roles(documents)
    for index, row in rows_of(documents.get("catalogue.toml", {}), "confidentiality"):
        for key in ("readers", "handlers"):
            named = row.get(key)
            for place, code in enumerate(named if isinstance(named, list) else []):
                if isinstance(code, str) and code not in known:
                    yield Fault(
                        "catalogue.toml",
                        f"confidentiality[{index}].{key}[{place}]",
                        "the code of a role",
                        f"{shown(code)}, which no role of roles.toml or of all tenants has",
                    )


def _unknown_roles_of_levels(documents: Documents) -> Iterator[Fault]:
    for index, row in rows_of(documents.get("escalation.toml", {}), "levels"):
        code = _text(row, "role")
        if code and "roles.toml" in documents and code not in _known_roles(documents):
            found = f"{shown(code)}, which no role of roles.toml or of all tenants has"
            yield Fault("escalation.toml", f"levels[{index}].role", "the code of a role", found)


def _roles_of_posts(documents: Documents) -> Iterator[Fault]:
    """A role that nobody can hold, or one twice, would never count."""
    for index, policy in rows_of(documents["sla.toml"], "policies"):
        seen: set[str] = set()
        for place, row in rows_of(policy, "posts"):
            code, where = _text(row, "role"), f"policies[{index}].posts[{place}].role"
            if code in seen:
                yield Fault("sla.toml", where, "a role that the policy names once", shown(code))
            elif code and "roles.toml" in documents and code not in _known_roles(documents):
                found = f"{shown(code)}, which no role of roles.toml or of all tenants has"
                yield Fault("sla.toml", where, "the code of a role", found)
            seen |= {code} if code else set()


def _known_roles(documents: Documents) -> set[str]:
    named = _codes(documents, "roles.toml", "roles").keys()
    return {row.code for row in default_roles()} | named


def _repeated_retention(documents: Documents) -> Iterator[Fault]:
    first: dict[tuple[str | None, ...], int] = {}
    for index, row in rows_of(documents.get("retention.toml", {}), "policies"):
        about = tuple(
            _text(row, key) or "" for key in ("kind", "case_type", "category", "confidentiality")
        )
        if about in first:
            expected = "a policy about something that no other one is about"
            found = f"the same as policies[{first[about]}]"
            yield Fault("retention.toml", f"policies[{index}]", expected, found)
        first.setdefault(about, index)


def _contrast_faults(documents: Documents) -> Iterator[Fault]:
    for mode in BACKGROUNDS:
        named = documents["brand.toml"].get(mode)
        for figure in contrast_figures(mode, named if isinstance(named, dict) else {}):
            if not figure.passes:
                ground = f"{figure.ground} {figure.ground_colour}"
                expected = f"a contrast of at least {LEAST_CONTRAST} to 1 on {ground}"
                found = f"{figure.shown} to 1 with {figure.front_colour}"
                yield Fault("brand.toml", f"{mode}.{figure.front}", expected, found)
