"""Filing for somebody else: the page that asks for whom, and for the proof."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.accounts.contacts import LONGEST_NAME
from sawti.accounts.models import Person
from sawti.accounts.sessions import person_of
from sawti.acting.facts import OnBehalf
from sawti.acting.rules import faults_of
from sawti.cases.actions.drafts import save_draft
from sawti.catalogue.queries import RepresentationKindFacts
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti_portal.behalf import (
    COMPANY,
    behalf_of,
    companies_to_choose,
    kinds_to_choose,
    people_to_choose,
    proofs_in,
)
from sawti_portal.drafts import draft_of, keep_draft
from sawti_portal.files import draft_file
from sawti_portal.filing import send_to_open_step, show_step
from sawti_portal.forms import StepForm, WrittenField
from sawti_portal.person_forms import email_field
from sawti_portal.rendering import SeeOther, language
from sawti_portal.steps import Step, first_open_step, is_within_reach
from sawti_ui.files import FIELD, FilesField, TakesFiles, kept_files, receive_files, show_kept
from sawti_ui.forms import Tiles
from sawti_ui.refusals import sentence

TITLE = _("For whom is it?")
SOMEBODY_ELSE = "~else"
FIELDS = {
    "on_behalf_of.kind": "for_kind",
    "on_behalf_of.name": "for_name",
    "on_behalf_of.email": "for_email",
    "on_behalf_of.proofs": FIELD,
    "on_behalf_of.valid_until": "for_until",
}


def _hint_of(kind: RepresentationKindFacts) -> str:
    """Return for whom a kind is, and which document proves it."""
    hint, document = kind.hint(language()), kind.document(language())
    if not document:
        return hint
    return gettext("%(hint)s. Document: %(document)s") % {"hint": hint, "document": document}


class BehalfForm(StepForm):
    """For whom somebody files.

    Whom they represent lastingly, and companies for which they act, they choose and prove nothing.
    """

    for_id = forms.ChoiceField(label=_("For whom"), widget=Tiles, required=False)
    for_kind = forms.ChoiceField(
        label=_("How do you act for this person?"),
        widget=Tiles,
        required=False,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose how you act for this person.")
        ),
    )
    for_name = WrittenField(
        label=_("Name of the person"),
        longest=LONGEST_NAME,
        required=False,
        error_messages={"required": _("Write the name of the person.")},
    )
    for_email = email_field(
        _("Their own e-mail address, if they have one"),
        required=False,
        help_text=_("With it they can take the case over from you."),
    )
    files = FilesField(  # type: ignore[assignment]  # the name that the action takes
        label=_("Document that proves it"),
        help_text=_(
            "A picture or a PDF of the document that is named above. Only those who check it see "
            "it."
        ),
    )
    for_until = forms.DateField(
        label=_("Last day on which the document is valid"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write a day such as 2026-03-20.")},
    )
    for_lasting = forms.BooleanField(
        label=_("For all cases of this person"),
        required=False,
        help_text=_("Then you need not prove it again. You end it in your profile."),
    )

    def __init__(self, values: Any, data: Any = None, *, person: Person | None) -> None:
        super().__init__(values, data)
        people = people_to_choose(person)
        kinds = kinds_to_choose(has_account=person is not None)
        field: Any = self.fields["for_kind"]
        field.choices = [(kind.code, kind.name(language())) for kind in kinds]
        field.widget.hints = {kind.code: _hint_of(kind) for kind in kinds}
        companies = companies_to_choose(person)
        if people or companies:
            chosen: Any = self.fields["for_id"]
            chosen.choices = [
                *((str(each.id), each.name) for each in people),
                *((f"{COMPANY}{each.id}", each.name) for each in companies),
                (SOMEBODY_ELSE, gettext("Somebody else")),
            ]
            chosen.widget.hints = {
                **{str(each.id): each.kind_name for each in people},
                **{f"{COMPANY}{each.id}": gettext("The company’s case") for each in companies},
            }
        else:
            del self.fields["for_id"]
            field.required = self.fields["for_name"].required = True
        if person is None:
            del self.fields["for_lasting"]

    def answers(self) -> dict[str, str]:
        given = super().answers()
        until: date | None = self.cleaned_data["for_until"]
        chosen = given.get("for_id", "")
        return {
            "for_lasting": "",
            **given,
            "for_until": until.isoformat() if until else "",
            "for_id": "" if chosen == SOMEBODY_ELSE else chosen,
            "for_label": self._label_of(chosen),
        }

    def _label_of(self, chosen: str) -> str:
        field: Any = self.fields.get("for_id")
        return str(dict(field.choices).get(chosen, "")) if field else ""


class BehalfStep(TakesFiles, View):
    """The page between contact and check; only for whoever files for somebody else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page with the documents that the draft holds."""
        draft = draft_of(request)
        values = draft.values if draft else {}
        if not values.get("is_for_other") or not is_within_reach(Step.BEHALF, values):
            return send_to_open_step(request, draft)
        form = BehalfForm(values, person=person_of(request))
        show_kept(form, proofs_in(values), at=clock.now(), address=draft_file)
        return show_step(request, Step.BEHALF, TITLE, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep answers and documents; what is refused loses nothing of the rest."""
        draft, at = draft_of(request), clock.now()
        values = draft.values if draft else {}
        if not values.get("is_for_other"):
            return send_to_open_step(request, draft)
        form = BehalfForm(values, request.POST, person=person_of(request))
        form.is_valid()
        proofs = receive_files(request, form, proofs_in(values) or kept_files(request), at=at)
        kept = {"proofs": " ".join(proofs)}
        if not form.errors:
            kept |= form.answers()
            _add_faults(form, behalf_of({**values, **kept}), at)
        if form.errors:
            saved = save_draft(draft, {"proofs": kept["proofs"]}, at=at)
            show_kept(form, proofs, at=at, address=draft_file)
            response = show_step(request, Step.BEHALF, TITLE, form)
        else:
            saved = save_draft(draft, kept, at=at)
            response = SeeOther(first_open_step(saved.values).url)
        keep_draft(response, saved)
        return response


def _add_faults(form: BehalfForm, wanted: OnBehalf | None, at: datetime) -> None:
    for fault in faults_of(wanted, at=at) if wanted else ():
        form.add_error(FIELDS[fault.field], _words(fault))


def _words(fault: Invalid) -> str:
    if fault.field == "on_behalf_of.kind":
        return gettext("Choose how you act for this person.")
    return sentence(fault)
