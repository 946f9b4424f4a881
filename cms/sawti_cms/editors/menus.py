"""The screens for the links in header and footer."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import editable_menu
from sawti.catalogue.links import BUILT_IN, HOME, LONGEST_ADDRESS, LinkTarget
from sawti.catalogue.models import LinkKind, MenuLink, MenuPlace
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps.edits import Table
from sawti.catalogue.steps.menus import (
    MenuLinkDraft,
    add_menu_link,
    change_menu_link,
    remove_menu_link,
)
from sawti.catalogue.steps.order import move_menu_link
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.lib.text import localised
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import (
    SAVE,
    AddView,
    Button,
    ChangeView,
    EditorForm,
    FormContent,
    Line,
    ListContent,
    address,
    both_languages,
    editor,
    go,
    moving,
    show,
    words_of,
)
from sawti_cms.words import BUILT_IN_NAMES, LINK_NAMES, PLACE_NAMES

ICON = "link"


class MenuLinkForm(EditorForm):
    """Where a link stands, what it says, where it leads."""

    place = forms.ChoiceField(
        label=_("Place"),
        help_text=_(
            "As long as the header has no link of yours, it has “File a case” and “Track a case”."
        ),
        choices=[(place, PLACE_NAMES[place]) for place in MenuPlace],
    )
    kind = forms.ChoiceField(
        label=_("It leads to"),
        help_text=_("Fill in the field below that belongs to your choice."),
        choices=[(kind, LINK_NAMES[kind]) for kind in LinkKind],
    )
    built_in = forms.ChoiceField(
        label=LINK_NAMES[LinkKind.BUILT_IN],
        required=False,
        help_text=_("A page that every portal has."),
        choices=[("", "–"), *((name, BUILT_IN_NAMES[name]) for name in BUILT_IN)],
    )
    page = forms.ChoiceField(
        label=LINK_NAMES[LinkKind.PAGE],
        required=False,
        help_text=_("A free page that is published. Unpublish it, and the link goes too."),
    )
    outside = forms.CharField(
        label=LINK_NAMES[LinkKind.OUTSIDE],
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url"}),
        help_text=_("It begins with https://"),
    )
    field_order = ("place", "name_ar", "name_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= both_languages("name", _("Words of the link"), _("One to three words."))
        self.order_fields(self.field_order)
        page: Any = self.fields["page"]
        page.choices = _pages()

    def draft(self) -> MenuLinkDraft:
        """Return what the step takes."""
        kind = self.cleaned_data["kind"]
        target = LinkTarget(kind, self.cleaned_data.get(kind, "").strip())
        return MenuLinkDraft(self.cleaned_data["place"], self.words("name"), target)

    @property
    def names(self) -> dict[str, str]:
        """Return which field a fault of the target belongs to."""
        return {"target": self.cleaned_data["kind"]}


def _pages() -> list[tuple[str, str]]:
    pages = catalogue().pages
    return [
        ("", "–"),
        *((slug, localised(p.titles, language())) for slug, p in pages.items() if slug != HOME),
    ]


def _found(link_id: UUID) -> MenuLink:
    for row in editable_menu():
        if row.id == link_id:
            return row
    raise Missing


class MenuList(View):
    """The links of header and footer in their order."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = ListContent(
            intro=gettext("Your links in the header and the footer of the portal."),
            headings=(gettext("Link"), gettext("Place"), gettext("It leads to")),
            lines=tuple(_line(row) for row in editable_menu()),
            empty=gettext("There are no links of yours; the header has the two usual ones."),
            add=Button(gettext("Add a link"), address("add_menu_link")),
        )
        return show(request, "list", gettext("Menus"), ICON, content)


def _line(row: MenuLink) -> Line:
    return Line(
        title=localised(row.names, language()),
        url=address("menu_link", row.id),
        cells=(str(PLACE_NAMES[row.place]), _target(row)),
        buttons=moving("move_menu_link", row.id),
        is_off=row.kind == LinkKind.PAGE and row.target not in catalogue().pages,
    )


def _target(row: MenuLink) -> str:
    if row.kind == LinkKind.BUILT_IN:
        return str(BUILT_IN_NAMES[row.target])
    page = catalogue().pages.get(row.target) if row.kind == LinkKind.PAGE else None
    return localised(page.titles, language()) if page else row.target


class AddMenuLink(AddView):
    """A new link."""

    list_name, icon = "menus", ICON
    title, back = _("Add a link"), _("All links")

    def form(self, data: Any = None) -> MenuLinkForm:
        return MenuLinkForm(data)

    def add(self, form: MenuLinkForm, by: Any) -> None:
        add_menu_link(form.draft(), by=by, at=clock.now())


class ChangeMenuLink(ChangeView):
    """One link."""

    list_name, icon = "menus", ICON

    def found(self, key: UUID) -> MenuLink:
        return _found(key)

    def initial(self, row: MenuLink) -> dict[str, Any]:
        words = words_of("name", row.names)
        return {**words, "place": row.place, "kind": row.kind, row.kind: row.target}

    def form(self, row: MenuLink, data: Any = None, initial: Any = None) -> MenuLinkForm:
        return MenuLinkForm(data, initial=initial)

    def change(self, row: MenuLink, form: MenuLinkForm, by: Any) -> None:
        change_menu_link(row.id, form.draft(), by=by, at=clock.now())

    def title(self, row: MenuLink) -> str:
        return localised(row.names, language())

    def content(self, row: MenuLink, form: MenuLinkForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("All links"), address("menus")),
            str(SAVE),
            history_url=address("history", Table.MENU_LINK, row.id),
            remove=Button(gettext("Remove this link"), address("remove_menu_link", row.id)),
        )


class MoveMenuLink(View):
    """One place up or down."""

    def post(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        is_up = request.POST.get("value") == "up"
        move_menu_link(str(link_id), up=is_up, by=editor(request), at=clock.now())
        return go("menus")


class RemoveMenuLink(View):
    """Take a link away; history keeps it."""

    def post(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        remove_menu_link(link_id, by=editor(request), at=clock.now())
        return go("menus")
