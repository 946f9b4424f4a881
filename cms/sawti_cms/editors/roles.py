"""The screens for roles: what the holders of each kind of post may do."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.entities.models import Level
from sawti.entities.permissions import rights_of
from sawti.entities.posts import RoleFacts, all_roles
from sawti.entities.steps.roles import (
    LONGEST_CODE,
    RoleDraft,
    RolePreview,
    add_role,
    change_role,
    preview_role,
)
from sawti.lib import clock
from sawti.lib.errors import Missing, NotPermitted
from sawti.lib.permissions import MANAGE_ROLES, PERMISSIONS
from sawti_cms.editors.categories import code_field, code_of
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import (
    AddView,
    Button,
    EditorForm,
    FormContent,
    Line,
    ListContent,
    address,
    both_languages,
    editor,
    go,
    is_saved,
    seen_of,
    show,
    words_of,
)
from sawti_ui.lists import listed

ICON = "group"
LEVEL_NAMES = {Level.TENANT: _("All entities"), Level.ENTITY: _("One entity and all below it")}


class RoleForm(EditorForm):
    """All of a role but its code and level, which are permanent."""

    permissions = forms.MultipleChoiceField(
        label=_("What its holders may do"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You can add what you may do yourself, and what the role had at first."),
    )
    is_first_contact = forms.BooleanField(
        label=_("Told of new cases"),
        required=False,
        help_text=_("Holders get an e-mail when a case arrives or falls overdue."),
    )
    leads_entity = forms.BooleanField(
        label=_("Answers for the entity"),
        required=False,
        help_text=_("The checklist of an entity asks for a holder."),
    )
    is_delegable = forms.BooleanField(
        label=_("Can be delegated"),
        required=False,
        initial=True,
        help_text=_("A colleague may represent a holder for a time."),
    )
    is_active = forms.BooleanField(
        label=_("Can be given"),
        required=False,
        initial=True,
        help_text=_("Switched off, it is not given any more; holders keep it until it ends."),
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("name_ar", "name_en", "level")

    def __init__(self, *args: Any, level: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= both_languages("name", _("Name"), "")
        if not level:
            self.fields["code"] = code_field()
            self.fields["level"] = forms.ChoiceField(
                label=_("Where it is held"), choices=[*LEVEL_NAMES.items()]
            )
        self.order_fields(self.field_order)
        choices: Any = self.fields["permissions"]
        choices.choices = [
            (each.codename, gettext(each.text))
            for each in PERMISSIONS
            if level != Level.ENTITY or not each.only_tenant
        ]

    def draft(self) -> RoleDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        flags = ("is_first_contact", "leads_entity", "is_delegable", "is_active")
        return RoleDraft(
            names=self.words("name"),
            permissions=tuple(given["permissions"]),
            **{key: given[key] for key in flags},
        )


class RoleList(View):
    """All roles, in the tenant's order."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _require(request)
        content = ListContent(
            intro=gettext("A role says what the holders of a kind of post may do."),
            headings=(gettext("Role"), gettext("Where it is held"), gettext("Permissions")),
            lines=tuple(_line(role) for role in all_roles()),
            empty=gettext("There are no roles yet."),
            add=Button(gettext("Add a role"), address("add_role")),
        )
        return show(request, "list", gettext("Roles"), ICON, content)


class AddRole(AddView):
    """A new role."""

    list_name, icon = "roles", ICON
    title, back = _("Add a role"), _("All roles")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let nobody see the form who may not send it."""
        _require(request)
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> RoleForm:
        return RoleForm(data)

    def add(self, form: RoleForm, by: Any) -> None:
        draft = form.draft()
        code = code_of(form, draft.names, longest=LONGEST_CODE)
        add_role(code, form.cleaned_data["level"], draft, by=by, at=clock.now())


class ChangeRole(View):
    """One role; a change of permissions is told before it is saved."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        _require(request)
        role = _role(code)
        initial = {
            **words_of("name", role.names),
            **vars(role),
            "permissions": list(role.permissions),
            "seen": seen_of(role.edited_at),
        }
        return self._show(request, role, RoleForm(initial=initial, level=role.level))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Tell what would change, then change it, or show what is wrong."""
        _require(request)
        role = _role(code)
        form = RoleForm(request.POST, level=role.level)
        if not form.is_valid():
            return self._show(request, role, form, status=422)
        draft, at = form.draft(), clock.now()
        found = preview_role(code, draft.permissions, at=at)
        told = _signature(found)
        if told and form.cleaned_data["previewed"] != told:
            again = RoleForm(_as_data(form, told), level=role.level)
            return self._show(request, role, again, note=_in_words(found))
        if is_saved(
            request,
            form,
            lambda: change_role(code, draft, seen=form.seen_at, by=editor(request), at=at),
        ):
            return go("roles")
        return self._show(request, role, form, status=422)

    def _show(
        self,
        request: HttpRequest,
        role: RoleFacts,
        form: RoleForm,
        *,
        note: str = "",
        status: int = 200,
    ) -> HttpResponse:
        back = Button(gettext("All roles"), address("roles"))
        save = gettext("Change the role for all its holders") if note else gettext("Save")
        content = FormContent(form, back, save, note=note)
        return show(request, "form", role.name(language()), ICON, content, status)


def _require(request: HttpRequest) -> None:
    if not rights_of(editor(request)).may(MANAGE_ROLES):
        raise NotPermitted


def _role(code: str) -> RoleFacts:
    found = next((role for role in all_roles() if role.code == code), None)
    if found is None:
        raise Missing
    return found


def _line(role: RoleFacts) -> Line:
    return Line(
        title=role.name(language()),
        url=address("role", role.code),
        cells=(str(LEVEL_NAMES[Level(role.level)]), _texts(role.permissions)),
        is_off=not role.is_active,
    )


def _texts(codenames: Iterable[str]) -> str:
    chosen = set(codenames)
    return listed(gettext(each.text) for each in PERMISSIONS if each.codename in chosen)


def _signature(found: RolePreview) -> str:
    return " ".join([*(f"+{each}" for each in found.gained), *(f"-{each}" for each in found.lost)])


def _as_data(form: RoleForm, told: str) -> Any:
    """Return what was sent, with what was told by the preview."""
    sent: Any = form.data
    data = sent.copy()
    data["previewed"] = told
    return data


def _in_words(found: RolePreview) -> str:
    count = {"count": found.holders}
    parts = []
    if found.gained:
        words = ngettext(
            "%(count)s person gains: %(what)s.", "%(count)s people gain: %(what)s.", found.holders
        )
        parts.append(words % {**count, "what": _texts(found.gained)})
    if found.lost:
        words = ngettext(
            "%(count)s person loses: %(what)s.", "%(count)s people lose: %(what)s.", found.holders
        )
        parts.append(words % {**count, "what": _texts(found.lost)})
    return " ".join([gettext("Nothing is saved yet."), *parts])
