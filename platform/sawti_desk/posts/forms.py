"""What administrators type about posts."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.models import Staff
from sawti.entities.models import Level
from sawti.entities.permissions import Rights
from sawti.entities.posts import active_roles
from sawti.entities.queries import entity_tree
from sawti.lib.permissions import GIVE_POSTS
from sawti_ui.forms import SawtiForm

LONGEST_REASON = 300


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "sw-short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, such as 2026-03-20.")},
    )


def _reason(*, is_required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=_("Such as leave, illness or a vacancy. It is kept on record."),
        required=is_required,
        max_length=LONGEST_REASON,
        error_messages={"required": _("Give a reason, such as leave or illness.")},
    )


class _WithStaff(SawtiForm):
    """A form in which a colleague is chosen."""

    def offer_staff(self, name: str, *, without: tuple[UUID, ...]) -> None:
        """Offer the active staff but `without`, by name."""
        rows = Staff.objects.people().filter(is_active=True).exclude(pk__in=without)
        people = rows.order_by("name", "email").values_list("pk", "name", "email")
        field: Any = self.fields[name]
        field.choices = [
            ("", gettext("Choose a colleague")),
            *((str(pk), f"{who} ({email})") for pk, who, email in people),
        ]

    def chosen_name(self, name: str) -> str:
        """Return who is chosen, in words."""
        field: Any = self.fields[name]
        return str(dict(field.choices)[self.cleaned_data[name]])


class GiveForm(_WithStaff):
    """A colleague, a role, an entity and a period."""

    staff = forms.ChoiceField(
        label=_("Colleague"), error_messages={"required": _("Choose a colleague.")}
    )
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    entity = forms.ChoiceField(
        label=_("Entity"),
        required=False,
        help_text=_("The post reaches everything below it. Some roles are for all entities."),
    )
    since = _day(_("First day"), _("Empty: from now on."))
    until = _day(_("Last day"), _("Empty: until somebody ends it."))
    reason = _reason(is_required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_staff("staff", without=(rights.staff_id,))
        self._roles = {role.code: role for role in active_roles()}
        language, chosen = get_language() or "en", rights.on(GIVE_POSTS)
        fields: Any = self.fields
        fields["role"].choices = [
            ("", gettext("Choose a role")),
            *(
                (role.code, role.name(language))
                for role in self._roles.values()
                if role.level == Level.ENTITY or rights.may(GIVE_POSTS)
            ),
        ]
        entities = (e for e in entity_tree().by_id.values() if e.id in chosen and e.is_active)
        fields["entity"].choices = [
            ("", gettext("All entities")),
            *((entity.code, entity.name(language)) for entity in entities),
        ]

    @property
    def entity_id(self) -> UUID | None:
        """The entity that is chosen, or None."""
        code = self.cleaned_data["entity"]
        return entity_tree().by_code[code].id if code else None

    def clean(self) -> dict[str, Any]:
        """Ask for an entity where the role needs one, and for none where it has none."""
        given: dict[str, Any] = self.cleaned_data
        role = self._roles.get(given.get("role", ""))
        if role and role.level == Level.ENTITY and not given.get("entity"):
            self.add_error("entity", gettext("Choose the entity: this role is held in one."))
        if role and role.level == Level.TENANT and given.get("entity"):
            self.add_error("entity", gettext("Leave this empty: the role is for all entities."))
        return given


class EndForm(SawtiForm):
    """The last day of a post."""

    until = _day(_("Last day"), _("Empty: it ends now."))


class DelegateForm(_WithStaff):
    """Who represents the holder, from when until when, and why."""

    to = forms.ChoiceField(
        label=_("Who represents the holder"), error_messages={"required": _("Choose a colleague.")}
    )
    since = _day(_("First day"), _("Empty: from now on."))
    until = _day(_("Last day"))
    reason = _reason(is_required=True)

    def __init__(self, *args: Any, without: tuple[UUID, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        self.fields["until"].error_messages["required"] = gettext(
            "Say until when; a colleague represents you for a time only."
        )
        self.offer_staff("to", without=without)
