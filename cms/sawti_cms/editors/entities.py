"""The screens for entities: the tree, one entity with what became of it, and acts on it."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.entities.models import ChangeKind
from sawti.entities.queries import ChangeFacts, EntityFacts, entity_tree
from sawti.lib import clock
from sawti.lib.errors import InvalidInput, Missing
from sawti.lib.text import localised, search_key
from sawti.reforms.facts import Wish
from sawti.reforms.models import Act
from sawti.reforms.permissions import require_reformer
from sawti.reforms.preview import found_reform, newest_reforms, preview_of
from sawti.reforms.steps.carrying_out import ask_reform, cancel_reform
from sawti_cms.editors import reform_words
from sawti_cms.editors.choices import language
from sawti_cms.editors.reform_forms import (
    MergeForm,
    MoveForm,
    ReformForm,
    RenameForm,
    SplitForm,
)
from sawti_cms.editors.screens import (
    Button,
    Line,
    ListContent,
    address,
    editor,
    go,
    is_saved,
    moment_in_words,
    show,
    words_of,
)

ICON = "site"
ACT_NAMES = {
    Act.RENAME: _("Rename"),
    Act.MOVE: _("Move"),
    Act.MERGE: _("Merge into another"),
    Act.SPLIT: _("Split"),
}


class ReformersView(View):
    """A screen of those who may reorganise the government."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let nobody else in."""
        require_reformer(editor(request))
        return super().dispatch(request, *args, **kwargs)


class EntityList(ReformersView):
    """All entities as a tree, by their names of today and of before; closed ones last."""

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = search_key(request.GET.get("q", "")[:100])
        rows = [row for row in _in_order() if typed in _searched(row)]
        content = ListContent(
            intro=gettext(
                "Governments are reorganised. What is done here keeps due dates, time and "
                "figures comparable; every act says first what it would change."
            ),
            headings=(gettext("Entity"), gettext("Lies below"), gettext("Formerly, or now")),
            lines=tuple(_line(row) for row in rows),
            empty=gettext("No entity has, or had, this name."),
            add=None,
        )
        reforms = tuple(
            (reform_words.title_of(each), address("reform", each.id), reform_words.state_of(each))
            for each in newest_reforms()
        )
        found = EntitiesContent(**vars(content), typed=request.GET.get("q", ""), reforms=reforms)
        return show(request, "entities", gettext("Entities"), ICON, found)


@dataclass(frozen=True)
class EntitiesContent(ListContent):
    """The list, what was looked for in it, and the newest acts: words, address and state."""

    typed: str = ""
    reforms: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class EntityContent:
    """One entity: name and value of what is known of it, what may be done, what was done when."""

    back: Button
    facts: tuple[tuple[str, str], ...]
    acts: tuple[Button, ...]
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WishContent:
    """The form of an act; with `lines` what it would do, to be confirmed."""

    form: ReformForm
    back: Button
    note: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReformContent:
    """One act. `cancel`: where to call it off, "" where it is too late; `is_moving`: cases are."""

    back: Button
    again: Button
    state: str
    facts: tuple[tuple[str, str], ...]
    cancel: str
    is_moving: bool
    percent: int


def _in_order() -> list[EntityFacts]:
    """Return each entity after the one above it; closed ones behind all others."""
    tree = entity_tree()
    below: dict[UUID | None, list[EntityFacts]] = {}
    for row in tree.by_id.values():
        below.setdefault(row.parent_id, []).append(row)
    ordered: list[EntityFacts] = []

    def walk(parent: UUID | None) -> None:
        for row in below.get(parent, ()):
            ordered.append(row)
            walk(row.id)

    walk(None)
    return sorted(ordered, key=lambda row: row.closed_at is not None)


def _searched(row: EntityFacts) -> str:
    names = [*row.names.values(), *(name for was in row.former_names for name in was.values())]
    return " ".join(map(search_key, names))


def _line(row: EntityFacts) -> Line:
    tree = entity_tree()
    parent = tree.by_id[row.parent_id].name(language()) if row.parent_id else "–"
    known = [localised(names, language()) for names in row.former_names]
    if row.closed_at:
        known.append(reform_words.what_became_of(row))
    return Line(
        title=row.name(language()),
        url=address("entity", row.code),
        cells=(parent, " · ".join(known)),
        is_below=row.parent_id is not None and row.closed_at is None,
        is_off=not row.is_active,
    )


class ShowEntity(ReformersView):
    """One entity: what may be done with it, and what was done."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        row = _entity(code)
        open_to = ACT_NAMES.items() if row.closed_at is None and row.is_active else ()
        content = EntityContent(
            back=Button(gettext("All entities"), address("entities")),
            facts=tuple(_facts(row)),
            acts=tuple(Button(str(name), address(f"{act}_entity", code)) for act, name in open_to),
            changes=tuple(
                (moment_in_words(was.at), _in_words(was)) for was in reversed(row.changes)
            ),
        )
        return show(request, "entity", row.name(language()), ICON, content)


def _entity(code: str) -> EntityFacts:
    found = entity_tree().by_code.get(code)
    if found is None:
        raise Missing
    return found


def _facts(row: EntityFacts) -> list[tuple[str, str]]:
    tree, here = entity_tree(), language()
    sector = next(each for each in tree.sectors if each.id == row.sector_id)
    facts = [
        (gettext("Code"), row.code),
        (gettext("Sector"), sector.name(here)),
        (gettext("Lies below"), tree.by_id[row.parent_id].name(here) if row.parent_id else "–"),
    ]
    if row.closed_at:
        facts.append((gettext("Closed"), reform_words.what_became_of(row)))
    return facts


def _in_words(was: ChangeFacts) -> str:
    names = entity_tree().by_id
    if was.kind == ChangeKind.RENAMED:
        return gettext("Renamed; until then: %(name)s") % {"name": localised(was.names, language())}
    if was.kind == ChangeKind.MERGED and was.other_id:
        return gettext("Became part of %(name)s") % {"name": names[was.other_id].name(language())}
    if was.kind == ChangeKind.SPLIT and was.other_id:
        return gettext("%(name)s came out of it") % {"name": names[was.other_id].name(language())}
    before = names[was.parent_id].name(language()) if was.parent_id else "–"
    return gettext("Moved; until then below: %(name)s") % {"name": before}


class ReformView(ReformersView):
    """An act: the form, what it would do, and after a yes what it does."""

    form_class: ClassVar[type[ReformForm]]
    title: ClassVar[Promise]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        entity = _entity(code)
        first = words_of("name", entity.names)
        return self._show(entity, self.form_class(initial=first, entity=entity))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Say what would change; after a yes to just that, do it."""
        entity, at, by = _entity(code), clock.now(), editor(request)
        form = self.form_class(request.POST, entity=entity)
        if not form.is_valid():
            return self._show(entity, form, status=422)
        wish = form.wish()
        try:
            found = preview_of(wish, by=by, at=at)
        except InvalidInput as refusal:
            form.tell(refusal)
            return self._show(entity, form, status=422)
        if "confirmed" not in request.POST or form.cleaned_data["seen"] != found.seen:
            again: Any = request.POST.copy()
            again["seen"] = found.seen
            told = self.form_class(again, entity=entity)
            return self._show(entity, told, reform_words.lines_of(found))
        return self._confirmed(form, wish, found.seen)

    def _confirmed(self, form: ReformForm, wish: Wish, seen: str) -> HttpResponse:
        at, by, reforms = clock.now(), editor(self.request), []

        def ask() -> None:
            reforms.append(ask_reform(wish, by=by, at=at, seen=seen))

        if is_saved(self.request, form, ask, told=gettext("Saved.")):
            return go("reform", str(reforms[0].id))
        return self._show(form.entity, form, status=422)

    def _show(
        self,
        entity: EntityFacts,
        form: ReformForm,
        lines: tuple[str, ...] = (),
        status: int = 200,
    ) -> HttpResponse:
        back = Button(entity.name(language()), address("entity", entity.code))
        content = WishContent(form, back, str(reform_words.NOTES[self.form_class.act]), lines)
        title = str(self.title) % {"name": entity.name(language())}
        return show(self.request, "reform_entity", title, ICON, content, status)


class RenameEntity(ReformView):
    form_class, title = RenameForm, _("Rename: %(name)s")


class MoveEntity(ReformView):
    form_class, title = MoveForm, _("Move: %(name)s")


class MergeEntity(ReformView):
    form_class, title = MergeForm, _("Merge: %(name)s")


class SplitEntity(ReformView):
    form_class, title = SplitForm, _("Split: %(name)s")


class ShowReform(ReformersView):
    """One act: since when, who said so, and how far it is."""

    def get(self, request: HttpRequest, reform_id: UUID) -> HttpResponse:
        reform = found_reform(reform_id)
        if reform is None:
            raise Missing
        is_waiting = not (reform.done_at or reform.cancelled_at or reform.refused)
        content = ReformContent(
            back=Button(gettext("All entities"), address("entities")),
            again=Button(gettext("Look again"), address("reform", reform.id)),
            state=reform_words.state_of(reform),
            facts=tuple(reform_words.facts_of(reform)),
            cancel=address("cancel_reform", reform.id) if is_waiting else "",
            is_moving=bool(reform.done_at) and reform.ended_at is None,
            percent=min(100, 100 * reform.moved // max(1, reform.total)),
        )
        return show(request, "reform", reform_words.title_of(reform), ICON, content)


class CancelReform(ReformersView):
    """Call an act off that waits for its day."""

    def post(self, request: HttpRequest, reform_id: UUID) -> HttpResponse:
        cancel_reform(reform_id, by=editor(request), at=clock.now())
        return go("reform", str(reform_id))
