"""What staff type. Each form's `arguments` are those of the action it is made for."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sawti.cases.actions.saved_views import LONGEST_NAME
from sawti.cases.models import WaitsFor
from sawti.entities.permissions import Colleague
from sawti.entities.queries import entity_tree
from sawti_ui.files import FIELD, FilesField
from sawti_ui.forms import SawtiForm


class ViewForm(SawtiForm):
    """The name of a kept list."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name for the list.")},
    )


class CaseForm(SawtiForm):
    """A form on the page of a case; several stand there, so `name` keeps their ids apart."""

    name: ClassVar[str]
    words: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.name}_%s", **kwargs)

    @property
    def typed(self) -> str:
        """The person's own words, as they came, so that a refusal does not lose them."""
        return str(self.data.get(self.words, "")) if self.words else ""

    def arguments(self) -> dict[str, Any]:
        """Return what the action takes; line ends as we store them, files apart."""
        given = ((n, v) for n, v in self.cleaned_data.items() if n != FIELD)
        return {name: str(v).replace("\r\n", "\n") for name, v in given}


class TakeForm(CaseForm):
    """Nothing to type."""

    name = "take"


class AskForm(CaseForm):
    name = words = "question"

    question = forms.CharField(
        label=_("Your question to the applicant"),
        help_text=_("The applicant reads it as you write it. The clock stops until they reply."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the question.")},
    )
    files = FilesField()  # type: ignore[assignment]  # the name that the action takes


class AnswerForm(CaseForm):
    name = words = "answer"

    answer = forms.CharField(
        label=_("Your answer to the applicant"),
        help_text=_(
            "The applicant reads it as you write it. Say what was done, and what comes next."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the answer.")},
    )
    files = FilesField()  # type: ignore[assignment]  # the name that the action takes


class KeepForm(CaseForm):
    """Files for the staff of the case."""

    name = "keep"

    files = FilesField(  # type: ignore[assignment]
        label=_("Files for your colleagues"),
        help_text=_("Up to 5 pictures or PDFs, 10 MB each. The applicant does not see them."),
    )


class NoteForm(CaseForm):
    name = words = "note"

    note = forms.CharField(
        label=_("A note for your colleagues"),
        help_text=_("Staff who see the case read it; the applicant never does."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note.")},
    )


class AssignForm(CaseForm):
    name = "assign"

    holder = forms.CharField(
        label=_("To whom"),
        widget=forms.Select(),
        error_messages={
            "required": _("Choose a colleague."),
        },
    )

    def offer(self, people: Iterable[Colleague]) -> Self:
        """Show these colleagues; whether one of them may is for the action to say."""
        choices = [("", _("Choose a colleague")), *((str(each.id), each.name) for each in people)]
        self.fields["holder"].widget.choices = choices
        return self

    def clean_holder(self) -> UUID:
        try:
            return UUID(self.cleaned_data["holder"])
        except ValueError:
            raise forms.ValidationError(
                _("This person does not work on the cases of the entity.")
            ) from None

    def arguments(self) -> dict[str, Any]:
        return {"to": self.cleaned_data["holder"]}


class TransferForm(CaseForm):
    name = "transfer"
    words = "reason"

    entity = forms.ChoiceField(
        label=_("To which entity"),
        error_messages={
            "required": _("Choose an entity."),
            "invalid_choice": _("There is no such entity. Choose one from the list."),
        },
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Staff of both entities read it; the applicant does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why you transfer the case.")},
    )

    def __init__(self, *args: Any, without: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = entity_choices(without)  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, str]:
        typed = super().arguments()
        return {"entity_code": typed["entity"], "reason": typed["reason"]}


class WaitForm(CaseForm):
    name = "wait"
    words = "reason"

    waits_for = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            (WaitsFor.THIRD_PARTY.value, _("A third party")),
            (WaitsFor.COURT.value, _("A court")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose for whom the case waits.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Staff read it. The applicant reads for whom the case waits, and until when."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what the case waits for.")},
    )


class GoOnForm(CaseForm):
    """Nothing to type."""

    name = "go_on"


class IdentityForm(CaseForm):
    name = "identity"
    words = "reason"

    reason = forms.CharField(
        label=_("Why you need to know who the applicant is"),
        help_text=_("Your name, the time and this reason are recorded for the auditor."),
        widget=forms.TextInput(),
        error_messages={"required": _("Write why you need the applicant's identity.")},
    )


def entity_choices(without: str) -> list[tuple[str, Any]]:
    """Return the active entities by sector, as a select shows them; `without` one code."""
    language = get_language() or "en"
    groups = [
        (sector.name(language), [(e.code, e.name(language)) for e in found if e.code != without])
        for sector, found in entity_tree().by_sector()
    ]
    return [("", _("Choose an entity")), *((name, rows) for name, rows in groups if rows)]
