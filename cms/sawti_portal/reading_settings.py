"""How a person wants to read our pages: tried, kept in this browser, forgotten again."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.accessibility.actions import keep_settings
from sawti.accessibility.facts import Font, ReadingSettings, Spacing, TextSize, Theme
from sawti.accounts.sessions import person_of
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.forms import SawtiForm, Tiles
from sawti_ui.frame import settings_of
from sawti_ui.own_paths import in_language, own_path

KEPT_FOR = 365 * 24 * 60 * 60
TRY, FORGET = "try", "forget"

THEMES: dict[str, Promise] = {
    Theme.AUTO: _("As my device has it"),
    Theme.LIGHT: _("Light"),
    Theme.DARK: _("Dark"),
    Theme.CONTRAST: _("High contrast"),
}
TEXT_SIZES: dict[str, Promise] = {
    TextSize.NORMAL: _("Usual"),
    TextSize.L: _("Large: a quarter larger"),
    TextSize.XL: _("Larger: half as large again"),
    TextSize.XXL: _("Largest: twice as large"),
}
SPACINGS: dict[str, Promise] = {
    Spacing.NORMAL: _("Usual"),
    Spacing.WIDE: _("Wide: more room between lines and words"),
}
FONTS: dict[str, Promise] = {
    Font.NORMAL: _("The letters of my device"),
    Font.EASY: _("Letters drawn for easy reading"),
}


class SettingsForm(SawtiForm):
    """The four choices; each has one that changes nothing."""

    theme = forms.ChoiceField(label=_("Colours"), widget=Tiles, choices=THEMES)
    text_size = forms.ChoiceField(label=_("Size of the text"), widget=Tiles, choices=TEXT_SIZES)
    spacing = forms.ChoiceField(label=_("Spacing"), widget=Tiles, choices=SPACINGS)
    font = forms.ChoiceField(label=_("Letters"), widget=Tiles, choices=FONTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Choose one of them.")
            field.error_messages["invalid_choice"] = _("Choose one of them.")

    def wishes(self) -> ReadingSettings:
        """Return what was chosen in a valid form."""
        return ReadingSettings.of(self.cleaned_data)


@dataclass(frozen=True)
class SettingsContent:
    """The form. `was_saved` and `is_trial` say what happened; `back`: where one came from."""

    form: SettingsForm
    back: str
    was_saved: bool = False
    is_trial: bool = False


class Settings(View):
    """Shows the choices; a POST tries, keeps or forgets them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SettingsForm(initial=settings_of(request).as_mapping())
        return show_settings(request, form, was_saved="saved" in request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the page as it would be, or keep the choice and say so."""
        deed = request.POST.get("deed", "")
        if deed == FORGET:
            return kept(request, None)
        form = SettingsForm(request.POST)
        if not form.is_valid():
            return show_settings(request, form)
        if deed == TRY:
            return show_settings(request, form, wishes=form.wishes())
        return kept(request, form.wishes())


def kept(request: HttpRequest, wishes: ReadingSettings | None) -> HttpResponse:
    """Keep the settings, or forget them (None); then show the page in them."""
    if person := person_of(request):
        keep_settings(person.id, wishes)
    query = {"saved": "1", **({"next": back} if (back := came_from(request)) else {})}
    response = SeeOther(f"{reverse('portal:reading_settings')}?{urlencode(query)}")
    response.set_cookie(
        settings.SAWTI_SETTINGS_COOKIE,
        wishes.as_text() if wishes else "",
        max_age=KEPT_FOR if wishes else 0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def show_settings(
    request: HttpRequest,
    form: SettingsForm,
    *,
    was_saved: bool = False,
    wishes: ReadingSettings | None = None,
) -> HttpResponse:
    """Render the choices; with `wishes` as a trial of them."""
    content = SettingsContent(form, came_from(request), was_saved, is_trial=wishes is not None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page_response(
        request,
        "reading_settings",
        gettext("Text size and colours"),
        content,
        status=status,
        wishes=wishes,
    )


def came_from(request: HttpRequest) -> str:
    """Return the page that led here, in the present language, or ""."""
    address = request.POST.get("next") or request.GET.get("next", "")
    return in_language(own_path(address, ""), language())
