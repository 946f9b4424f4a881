"""The forms of acts on entities: what each asks, and the wish that comes of it."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.lib import clock
from sawti.lib.ids import canonical_case_number
from sawti.lib.permissions import HANDLE_CASES
from sawti.lib.text import localised
from sawti.reforms.facts import Part, Wish
from sawti.reforms.faults import LONGEST_CODE, LONGEST_REASON
from sawti.reforms.models import Act
from sawti.reforms.preview import posts_of
from sawti_cms.editors import choices
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import EditorForm, both_languages


class ReformForm(EditorForm):
    """What every act asks: why, and from which day on. `seen`: of the preview that was shown."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Such as the law or decree and its number. Staff read it, applicants do not."),
        max_length=LONGEST_REASON,
    )
    effective_on = forms.DateField(
        label=_("From this day on"),
        required=False,
        help_text=_("Empty: at once."),
        widget=forms.DateInput({"type": "date"}),
    )
    act: ClassVar[Act]

    def __init__(self, *args: Any, entity: EntityFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entity = entity
        self.fields = {**self.own_fields(), **self.fields}

    def own_fields(self) -> dict[str, forms.Field]:
        """Return the fields of the act."""
        raise NotImplementedError

    def own_values(self) -> dict[str, Any]:
        """Return what of the wish the act's fields say."""
        raise NotImplementedError

    def wish(self) -> Wish:
        """Return what is wanted."""
        given = self.cleaned_data
        reason = " ".join(given["reason"].split())
        day = given["effective_on"]
        own = self.own_values()
        return Wish(self.act, self.entity.code, reason, effective_on=day, **own)


class RenameForm(ReformForm):
    """The new names."""

    act = Act.RENAME

    def own_fields(self) -> dict[str, forms.Field]:
        return {**both_languages("name", _("New name"), _("As people read it everywhere."))}

    def own_values(self) -> dict[str, Any]:
        return {"names": self.words("name")}


class MoveForm(ReformForm):
    """Below which entity it lies from now on."""

    act = Act.MOVE

    def own_fields(self) -> dict[str, forms.Field]:
        sectors = [(row.code, row.name(language())) for row in entity_tree().sectors]
        return {
            "into": forms.ChoiceField(
                label=_("Below"), required=False, choices=choices.entities(gettext("None above"))
            ),
            "sector": forms.ChoiceField(
                label=_("Sector"),
                required=False,
                choices=[("", gettext("As it is")), *sectors],
                help_text=_("What applicants choose first. Its figures go there, past ones too."),
            ),
        }

    def own_values(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in ("into", "sector")}


class MergeForm(ReformForm):
    """Into which entity it is merged, and whose posts go along."""

    act = Act.MERGE

    def own_fields(self) -> dict[str, forms.Field]:
        return {
            "into": forms.ChoiceField(
                label=_("Into"), choices=choices.entities(gettext("Choose an entity"))
            ),
            "roles": roles_field(self.entity),
        }

    def own_values(self) -> dict[str, Any]:
        return {"into": self.cleaned_data["into"], "roles": tuple(self.cleaned_data["roles"])}


ROLES_HELP = _("Their holders get the same post there. Other posts end with the entity.")


def roles_field(entity: EntityFacts) -> forms.Field:
    """Return the choice of roles that are held in an entity; first those who work on cases."""
    held = {post.role.code: post.role for post in posts_of(entity.id, at=clock.now())}
    return forms.MultipleChoiceField(
        label=_("Whose posts go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, localised(role.names, language())) for code, role in held.items()],
        initial=[code for code, role in held.items() if HANDLE_CASES in role.permissions],
        help_text=ROLES_HELP if held else _("Nobody holds a post here."),
    )


PARTS = (1, 2, 3)


class SplitForm(ReformForm):
    """Up to three new entities, with their subjects and cases that are chosen by hand."""

    act = Act.SPLIT

    def own_fields(self) -> dict[str, forms.Field]:
        subjects = _subjects(self.entity)
        fields: dict[str, forms.Field] = {}
        for place in PARTS:
            name = gettext("Part %(place)s: name") % {"place": place}
            fields |= both_languages(f"part_{place}_name", name, "")
            fields[f"part_{place}_categories"] = forms.MultipleChoiceField(
                label=gettext("Part %(place)s: its subjects") % {"place": place},
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=subjects,
            )
            fields[f"part_{place}_numbers"] = forms.CharField(
                label=gettext("Part %(place)s: these cases too") % {"place": place},
                help_text=_("Numbers of open cases, one a line, whatever they are about."),
                required=False,
                widget=forms.Textarea({"rows": 2, "dir": "ltr"}),
            )
        return {
            **fields,
            "ends": forms.BooleanField(
                label=_("The entity ends"),
                required=False,
                help_text=_("It is closed for good, and part 1 gets all that is left."),
            ),
            "roles": roles_field(self.entity),
        }

    def own_values(self) -> dict[str, Any]:
        given = self.cleaned_data
        parts = tuple(self._part(place) for place in PARTS if self._is_named(place))
        return {"parts": parts, "ends": given["ends"], "roles": tuple(given["roles"])}

    def _is_named(self, place: int) -> bool:
        names = self.words(f"part_{place}_name").values()
        return any([*names, self.cleaned_data[f"part_{place}_categories"]])

    def _part(self, place: int) -> Part:
        names = self.words(f"part_{place}_name")
        typed = self.cleaned_data[f"part_{place}_numbers"].split()
        return Part(
            slugify(names["en"])[:LONGEST_CODE],
            names,
            tuple(self.cleaned_data[f"part_{place}_categories"]),
            tuple(canonical_case_number(each) or each for each in typed),
        )


def _subjects(entity: EntityFacts) -> list[tuple[str, str]]:
    rows = catalogue().categories.values()
    return [(row.code, row.name(language())) for row in rows if row.entity_id == entity.id]
