"""Who changed a row when, and the way back to how it was."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sawti.calendars.permissions import require_calendar_manager
from sawti.catalogue.editing import EditFacts, editable_texts, edits_of
from sawti.catalogue.permissions import require_class_manager
from sawti.catalogue.rights import Right
from sawti.catalogue.steps.edits import Table
from sawti.entities.posts import all_roles
from sawti.packs.changes import differences
from sawti.sla.terms import Waiting
from sawti.telling.labels import AUDIENCE_NAMES, WAY_NAMES
from sawti_cms.editors.choices import language
from sawti_cms.editors.policy_form import COUNTED_IN, FURTHER_NAMES, PolicyForm
from sawti_cms.editors.screens import NAMES_OF_LANGUAGES, Button, address, editor, show
from sawti_cms.editors.texts import TEXT_NAMES
from sawti_cms.editors.theme import TOKEN_NAMES
from sawti_cms.words import RIGHT_NAMES
from sawti_ui.lists import listed

ICON = "history"
# Where a row is changed; the others are removed and made anew.
FORMS = {
    Table.CATEGORY: "category",
    Table.CONFIDENTIALITY: "class",
    Table.REPRESENTATION: "kind",
    Table.REPLY: "reply",
    Table.POLICY: "policy",
    Table.TELLING: "rule",
    Table.LEVEL: "level",
    Table.WORDING: "wording",
}


RIGHTS = (Table.CONFIDENTIALITY, Table.REPRESENTATION)
CALENDARS = (Table.WORKING_WEEK, Table.HOLIDAY)
PROMISES = (*CALENDARS, Table.POLICY, Table.TELLING, Table.LEVEL)


WAITING = tuple(each.name for each in fields(Waiting))
KEY_NAMES: dict[str, Promise | str] = {
    "names": _("Name"),
    "bodies": _("Text"),
    "texts": _("Text"),
    "keywords": _("People's words"),
    "parent": _("Below"),
    "entity": _("Entity"),
    "pillar": _("Pillar"),
    "importance": _("Importance"),
    "category": _("Category"),
    "is_active": _("Can be chosen"),
    "kind": _("Kind"),
    "handlers": _("Roles that act on its cases"),
    "readers": _("Roles that only read its cases"),
    "needs_second": _("Two people for an identity"),
    "hints": _("Explanation"),
    "documents": _("Document"),
    "may": _("What they may do beside filing"),
    "needs_proof": _("A document is needed"),
    "needs_account": _("Only for people who are signed in"),
    "confidentiality": _("Confidentiality"),
    "confidential_by": _("Which of its cases"),
    "position": _("Order"),
    "light": _("Light"),
    "dark": _("Dark"),
    "tone": _("How it looks"),
    "amount": _("Answer within"),
    "unit": _("Counted in"),
    **{f"{kind}_amount": names[0] for kind, names in FURTHER_NAMES.items()},
    **{f"{kind}_unit": COUNTED_IN for kind in FURTHER_NAMES},
    **{name: PolicyForm.base_fields[name].label or name for name in WAITING},
    "case_type": _("Type of case"),
    "applicant_class": _("Applicant"),
    "channel": _("Channel"),
    "first_on": _("From"),
    "last_on": _("Last day"),
    "hours": _("Hours"),
    "keeps_holidays": _("Closed on public holidays"),
    "closed_from": _("Closed from"),
    "closed_until": _("Closed until"),
    "from_at": _("From"),
    "until_at": _("Until"),
    "place": _("Place"),
    "target": _("It leads to"),
    "subjects": _("Subject"),
    "must": _("Must be sent"),
    "policy": _("Promise"),
    "clock": _("What is late"),
    "mark": _("Counted in"),
    "deed": _("What happens"),
    "to": _("To whom"),
    "role": _("Role"),
    "at_any_hour": _("At any hour"),
    **{f"ways_{who}": name for who, name in AUDIENCE_NAMES.items()},
}
SHOWN_RIGHTS: dict[str, Promise] = {Right.FILE.value: _("File cases"), **RIGHT_NAMES}
NAMES_IN_LISTS: dict[str, Promise] = {
    str(code): name
    for names in (AUDIENCE_NAMES, WAY_NAMES, SHOWN_RIGHTS)
    for code, name in names.items()
}


@dataclass(frozen=True)
class Difference:
    """What an edit changed: `key` in words."""

    key: str
    old: str
    new: str


@dataclass(frozen=True)
class EditLine:
    """One edit; `back_url` leads to the form with the values from before it, or is ""."""

    at: datetime
    editor: str
    what: str
    differences: tuple[Difference, ...]
    back_url: str


@dataclass(frozen=True)
class HistoryContent:
    """All edits of a row, the newest first."""

    lines: tuple[EditLine, ...]
    back: Button


@require_safe
def show_history(request: HttpRequest, table: str, row: str) -> HttpResponse:
    """Show who changed a row of one of our tables."""
    if table not in set(Table):
        raise Http404
    if table in RIGHTS:
        require_class_manager(editor(request))
    if table in PROMISES:
        require_calendar_manager(editor(request))
    rows = list(editable_texts()[0]) if (table, row) == (Table.TEXT, "all") else [row]
    edits = [(one, edit) for one in rows for edit in edits_of(table, one)]
    edits.sort(key=lambda found: found[1].at, reverse=True)
    content = HistoryContent(
        lines=tuple(_line(Table(table), one, edit) for one, edit in edits),
        back=Button(gettext("Back"), _address(Table(table), row)),
    )
    return show(request, "history", gettext("Earlier versions"), ICON, content)


def _line(table: Table, row: str, edit: EditFacts) -> EditLine:
    name = str(TEXT_NAMES[row][0]) if table == Table.TEXT and row in TEXT_NAMES else ""
    return EditLine(
        edit.at, edit.editor, name, tuple(_differences(edit)), _back_url(table, row, edit)
    )


def _differences(edit: EditFacts) -> list[Difference]:
    before, after = edit.before or {}, edit.after or {}
    return [
        Difference(_in_words(path), _shown(old), _shown(new))
        for key in dict.fromkeys([*before, *after])
        for path, old, new in differences(key, before.get(key), after.get(key))
    ]


def _in_words(path: str) -> str:
    """Return `names.ar` as Name (العربية), `light.link` as Light: Links."""
    key, _dot, inner = path.partition(".")
    name = _name_of(key)
    if inner in NAMES_OF_LANGUAGES:
        return f"{name} ({NAMES_OF_LANGUAGES[inner]})"
    return f"{name}: {TOKEN_NAMES[inner][0]}" if inner in TOKEN_NAMES else name


def _name_of(key: str) -> str:
    if key.startswith("post_") and key.endswith("_amount"):
        role = key.removeprefix("post_").removesuffix("_amount")
        names = {each.code: each.name(language()) for each in all_roles()}
        return gettext("Time of the post: %(post)s") % {"post": names.get(role, role)}
    return str(COUNTED_IN if key.startswith("post_") else KEY_NAMES.get(key, key))


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and all(each in NAMES_IN_LISTS for each in value):
        return listed(str(NAMES_IN_LISTS[each]) for each in value) or "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _back_url(table: Table, row: str, edit: EditFacts) -> str:
    if not edit.can_be_restored or table not in (*FORMS, Table.TEXT, Table.THEME):
        return ""
    asked = {"from": str(edit.id), **({"key": row} if table == Table.TEXT else {})}
    return f"{_address(table, row)}?{urlencode(asked)}"


def _address(table: Table, row: str) -> str:
    if table in FORMS:
        return address(FORMS[table], row)
    if table in CALENDARS:
        return address("calendar")
    lists = {
        Table.TEXT: "texts",
        Table.THEME: "theme",
        Table.MENU_LINK: "menus",
        Table.NOTICE: "notices",
    }
    return address(lists[table])
