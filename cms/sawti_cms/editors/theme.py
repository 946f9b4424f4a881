"""The screen for the tenant's colours, with their contrast and how they look."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_safe

from sawti.catalogue.colours import (
    BACKGROUNDS,
    LEAST_CONTRAST,
    TOKENS,
    Figure,
    contrast_figures,
)
from sawti.catalogue.editing import earlier_values, editable_theme
from sawti.catalogue.steps.edits import Table
from sawti.catalogue.steps.words import change_theme
from sawti.lib import clock
from sawti.lib.contrast import is_colour
from sawti_cms.editors.screens import (
    SAVE,
    EditorForm,
    address,
    editor,
    go,
    is_saved,
    seen_of,
    show,
)
from sawti_ui.frame import page_for
from sawti_ui.theme import theme_css

ICON = "view"
MODE_NAMES: dict[str, Promise] = {"light": _("Light"), "dark": _("Dark")}
TOKEN_NAMES: dict[str, tuple[Promise, Promise]] = {
    "brand": (_("Brand colour"), _("Buttons, the line below the header, marks of progress.")),
    "brand_hover": (
        _("Brand colour under the pointer"),
        _("A button under the pointer: a little darker, or lighter in the dark."),
    ),
    "on_brand": (_("Text on the brand colour"), _("The words on a button.")),
    "link": (_("Links"), _("Links in text, also inside notices and on grey.")),
}
GROUND_NAMES: dict[str, Promise] = {
    "page": _("the page"),
    "surface": _("a grey area"),
    "notice": _("a notice"),
}

Theme = dict[str, dict[str, str]]


@dataclass(frozen=True)
class FigureLine:
    """A line of the table of contrasts, and what the script on the page needs to renew it."""

    what: str
    ratio: str
    passes: bool
    front: str
    ground: str
    fixed: str


@dataclass(frozen=True)
class ThemeContent:
    """The form, its figures and two previews."""

    form: forms.Form
    save: str
    figures: tuple[FigureLine, ...]
    least: str
    previews: tuple[tuple[str, str], ...]
    preview_url: str
    history_url: str


class ThemeForm(EditorForm):
    """Four colours for light and four for dark."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for mode, mode_name in MODE_NAMES.items():
            for token, (name, help_text) in TOKEN_NAMES.items():
                self.fields[f"{mode}_{token}"] = forms.CharField(
                    label=f"{name} ({mode_name})",
                    help_text=str(help_text),
                    required=False,
                    max_length=7,
                    widget=forms.TextInput(
                        {"dir": "ltr", "data-colour": "", "spellcheck": "false"}
                    ),
                )

    def theme(self) -> Theme:
        """Return the colours as the step takes them."""
        return {
            mode: {t: self.cleaned_data.get(f"{mode}_{t}", "").strip().lower() for t in TOKENS}
            for mode in MODE_NAMES
        }


def initial_of(theme: Theme) -> dict[str, str]:
    """Return the form's initial values."""
    return {f"{mode}_{t}": colour for mode, found in theme.items() for t, colour in found.items()}


def figure_lines(theme: Theme) -> tuple[FigureLine, ...]:
    """Return the contrasts of both modes in words."""
    return tuple(
        _figure_line(figure)
        for mode in MODE_NAMES
        for figure in contrast_figures(mode, dict(theme.get(mode, {})))
    )


def _figure_line(figure: Figure) -> FigureLine:
    ground = GROUND_NAMES.get(figure.ground) or TOKEN_NAMES[figure.ground][0]
    is_ours = figure.ground in BACKGROUNDS[figure.mode]
    return FigureLine(
        what=gettext("%(mode)s: %(front)s on %(ground)s")
        % {
            "mode": MODE_NAMES[figure.mode],
            "front": TOKEN_NAMES[figure.front][0],
            "ground": ground,
        },
        ratio=figure.shown,
        passes=figure.passes,
        front=f"{figure.mode}_{figure.front}",
        ground="" if is_ours else f"{figure.mode}_{figure.ground}",
        fixed=figure.ground_colour if is_ours else "",
    )


class ChangeTheme(View):
    """All colours on one screen; `?from=` an edit shows them as they were before it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        theme, last = editable_theme()
        shown = earlier_values(Table.THEME, "theme", request.GET.get("from", "")) or theme
        form = ThemeForm(initial={**initial_of(shown), "seen": seen_of(last)})
        return self._show(request, form, shown)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change the colours, or only look at them, or show what is wrong."""
        form = ThemeForm(request.POST)
        is_valid = form.is_valid()
        theme = form.theme()
        if is_valid and "look" not in request.POST:
            if is_saved(
                request,
                form,
                lambda: change_theme(
                    theme["light"],
                    theme["dark"],
                    seen=form.seen_at,
                    by=editor(request),
                    at=clock.now(),
                ),
            ):
                return go("theme")
            return self._show(request, form, theme, 422)
        return self._show(request, form, theme)

    def _show(
        self, request: HttpRequest, form: ThemeForm, theme: Theme, status: int = 200
    ) -> HttpResponse:
        url = address("theme_preview")
        content = ThemeContent(
            form=form,
            save=str(SAVE),
            figures=figure_lines(theme),
            least=str(LEAST_CONTRAST),
            previews=tuple(
                (str(name), f"{url}?{urlencode({'mode': mode, **initial_of(theme)})}")
                for mode, name in MODE_NAMES.items()
            ),
            preview_url=url,
            history_url=address("history", Table.THEME, "theme"),
        )
        return show(request, "theme", gettext("Colours"), ICON, content, status)


@require_safe
def show_preview(request: HttpRequest) -> HttpResponse:
    """Show parts of the portal in the colours of the address."""
    mode = "dark" if request.GET.get("mode") == "dark" else "light"
    page = replace(
        page_for(request, gettext("How it looks")),
        theme=mode,
        theme_css=f"{address('theme_sheet')}?{urlencode(initial_of(_asked(request)))}",
        menu=(),
        other_languages=(),
        notices=(),
        footer_links=(),
    )
    return render(request, "sawti_cms/theme_preview.html", {"page": page})


@require_safe
def serve_sheet(request: HttpRequest) -> HttpResponse:
    """Serve the style sheet of the colours in the address."""
    theme = _asked(request)
    return HttpResponse(theme_css(theme["light"], theme["dark"]), content_type="text/css")


def _asked(request: HttpRequest) -> Theme:
    """Return the colours of the address; the tenant's own where one is none."""
    known, _last = editable_theme()
    return {
        mode: {
            token: given if is_colour(given) else known[mode][token]
            for token in TOKENS
            for given in [request.GET.get(f"{mode}_{token}", "")]
        }
        for mode in MODE_NAMES
    }
