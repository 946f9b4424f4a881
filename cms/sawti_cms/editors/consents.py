"""The screens for what people agree to: a saved change is a new version, the old ones stay."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.permissions import require_editor
from sawti.catalogue.steps.edits import (
    LANGUAGES,
    LONGEST_LINE,
    LONGEST_PROSE,
    faults_of_words,
    refuse,
)
from sawti.consents.queries import VersionFacts, current_versions, versions_of
from sawti.consents.steps import Wording, publish_version
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid, Missing
from sawti_cms.editors.categories import code_field, code_of
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import (
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
    show,
    words_of,
)
from sawti_ui.lists import listed

ICON = "doc-full"


class ConsentForm(EditorForm):
    """What a version says, in every language."""

    is_required = forms.BooleanField(
        label=_("A notice for everybody"),
        required=False,
        help_text=_(
            "Whoever files or signs in is given it with that. Without the tick it is a wish that "
            "people agree to and withdraw as they like."
        ),
    )
    field_order = (
        *("title_ar", "title_en", "text_ar", "text_en"),
        *("withdrawal_ar", "withdrawal_en", "is_required", "code"),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= both_languages("title", _("Title"), _("What it is about, in a few words."))
        self.fields |= both_languages("text", _("Text"), _("What people read."), rows=6)
        meaning = _("What changes for somebody who withdraws; for a notice: whom to turn to.")
        self.fields |= both_languages("withdrawal", _("What a withdrawal means"), meaning, rows=3)
        if is_new:
            self.fields["code"] = code_field()
        self.order_fields(self.field_order)

    def wording(self) -> Wording:
        """Return what the step takes; raises InvalidInput with every fault."""
        wording = Wording(
            titles=self.words("title"),
            texts=self.words("text"),
            withdrawals=self.words("withdrawal"),
            is_required=self.cleaned_data["is_required"],
        )
        refuse(
            [
                *faults_of_words("title", wording.titles, LONGEST_LINE),
                *faults_of_words("text", wording.texts, LONGEST_PROSE),
                *faults_of_words("withdrawal", wording.withdrawals, LONGEST_PROSE),
            ]
        )
        return wording


@dataclass(frozen=True)
class _Shown:
    """A version in words."""

    version: VersionFacts

    @property
    def told(self) -> str:
        day = f"\u2066{localtime(self.version.published_at):%Y-%m-%d}\u2069"
        facts = {"number": self.version.number, "day": day}
        return gettext("Version %(number)s of %(day)s") % facts


class ConsentList(View):
    """All texts with their present version."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require_editor(editor(request))
        content = ListContent(
            intro=gettext(
                "What people agree to, or are told, when they file and sign in. Each saved change "
                "is a new version; the earlier ones stay as they were, with who agreed to them."
            ),
            headings=(gettext("Title"), gettext("Other language"), gettext("Version")),
            lines=tuple(_line(row) for row in current_versions().values()),
            empty=gettext("There are no texts yet."),
            add=Button(gettext("Add a text"), address("add_consent")),
        )
        return show(request, "list", gettext("Consents"), ICON, content)


class AddConsent(AddView):
    """A new text, with its first version."""

    list_name, icon = "consents", ICON
    title, back = _("Add a text"), _("All texts")

    def form(self, data: Any = None) -> ConsentForm:
        return ConsentForm(data, is_new=True)

    def add(self, form: ConsentForm, by: Any) -> None:
        require_editor(by)
        wording = form.wording()
        code = code_of(form, wording.titles)
        if code in current_versions():
            refuse([Invalid("code", N_("There is such a text already. Choose another code."))])
        publish_version(code, wording, by=by, at=clock.now(), position=len(current_versions()) + 1)


class ChangeConsent(ChangeView):
    """One text: saving publishes a new version; `?version=` begins with the words of another."""

    list_name, icon = "consents", ICON

    def found(self, key: str) -> VersionFacts:
        require_editor(editor(self.request))
        return _begun_with(self.request, key)

    def initial(self, row: VersionFacts) -> dict[str, Any]:
        return {
            "is_required": row.is_required,
            **words_of("title", row.titles),
            **words_of("text", row.texts),
            **words_of("withdrawal", row.withdrawals),
        }

    def form(self, row: VersionFacts, data: Any = None, initial: Any = None) -> ConsentForm:
        return ConsentForm(data, initial=initial)

    def change(self, row: VersionFacts, form: ConsentForm, by: Any) -> None:
        publish_version(row.code, form.wording(), by=by, at=clock.now())

    def title(self, row: VersionFacts) -> str:
        return current_versions()[row.code].title(language())

    def content(self, row: VersionFacts, form: ConsentForm) -> FormContent:
        earlier = listed(_Shown(each).told for each in versions_of(row.code))
        return FormContent(
            form,
            Button(gettext("All texts"), address("consents")),
            gettext("Publish as a new version"),
            note=gettext("Whoever agreed to an earlier version is asked again. Versions: %(all)s")
            % {"all": earlier},
        )


def _begun_with(request: HttpRequest, code: str) -> VersionFacts:
    if code not in current_versions():
        raise Missing
    asked = request.GET.get("version", "")
    rows = versions_of(code)
    return next((row for row in rows if str(row.number) == asked), rows[0])


def _line(row: VersionFacts) -> Line:
    other = next(each for each in LANGUAGES if each != language())
    return Line(
        title=row.title(language()),
        url=address("consent", row.code),
        cells=(row.titles.get(other, ""), _Shown(row).told),
    )
