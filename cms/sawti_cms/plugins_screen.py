"""The screen on which a tenant's editors switch plugins on and off and set their options.

It calls the steps of `sawti.enabling`: the CMS has one transaction for each request (decision
0006), and nothing is written before everything was checked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from sawti.enabling import steps
from sawti.enabling.queries import PluginState, plugins_of_tenant
from sawti.lib import clock
from sawti.lib.errors import DomainError, InvalidInput
from sawti.lib.text import localised
from sawti_ui.options_form import OptionsForm
from sawti_ui.refusals import sentence

LIST = "sawti_plugins"


@dataclass(frozen=True)
class PluginCard:
    """An installed plugin in the reader's language."""

    name: str
    title: str
    description: str
    version: str
    is_enabled: bool
    has_options: bool


@require_safe
def list_plugins(request: HttpRequest) -> HttpResponse:
    """Show what is installed, and what of it this tenant uses."""
    cards = [_card(state) for state in plugins_of_tenant()]
    return _page(request, "list", gettext("Plugins"), {"cards": cards})


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, name: str, is_on: bool) -> HttpResponse:
    """Ask first, then enable or disable."""
    card = _card(_state(name))
    if request.method != "POST":
        question = (
            gettext("Enable the plugin %(plugin)s?")
            if is_on
            else gettext("Disable the plugin %(plugin)s?")
        )
        title = question % {"plugin": card.title}
        return _page(request, "confirm", title, {"card": card, "is_on": is_on})
    turn: Callable[..., Any] = steps.turn_on if is_on else steps.turn_off
    try:
        turn(name, at=clock.now(), by_id=request.user.pk)
    except DomainError as refusal:
        # Wagtail's transaction would keep what was written before the plugin failed.
        raise Refused(sentence(refusal)) from refusal
    done = (
        gettext("The plugin %(plugin)s is enabled.")
        if is_on
        else gettext("The plugin %(plugin)s is disabled.")
    )
    messages.success(request, done % {"plugin": card.title})
    return redirect(LIST)


class Refused(Exception):
    """Takes the request's transaction back; `refusable` shows the reason on the list."""


def refusable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run the view in a savepoint, so that a refusal leaves nothing behind."""

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(LIST)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
def edit_options(request: HttpRequest, name: str) -> HttpResponse:
    """Show the options of an enabled plugin, and save them."""
    state = _state(name)
    if not state.is_enabled:
        raise Http404
    card, kind = _card(state), state.manifest.options
    data = request.POST if request.method == "POST" else None
    form = OptionsForm(kind, data, initial=dict(state.options))
    if request.method == "POST" and form.is_valid():
        try:
            steps.set_options(name, form.cleaned_data, at=clock.now(), by_id=request.user.pk)
        except InvalidInput as refusal:
            for fault in refusal.faults:
                form.add_error(fault.field or None, sentence(fault))
        else:
            done = gettext("The options of the plugin %(plugin)s are saved.")
            messages.success(request, done % {"plugin": card.title})
            return redirect(LIST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return _page(request, "options", card.title, {"card": card, "form": form}, status)


def _state(name: str) -> PluginState:
    found = next((s for s in plugins_of_tenant() if s.manifest.name == name), None)
    if found is None:
        raise Http404
    return found


def _card(state: PluginState) -> PluginCard:
    manifest, language = state.manifest, get_language() or "en"
    return PluginCard(
        name=manifest.name,
        title=localised(manifest.titles, language),
        description=localised(manifest.descriptions, language),
        version=manifest.version,
        is_enabled=state.is_enabled,
        has_options=bool(manifest.options.model_fields),
    )


def _page(
    request: HttpRequest,
    template: str,
    title: str,
    facts: dict[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    path_ = f"sawti_cms/plugins/{template}.html"
    context = {"page_title": title, "header_title": title, "list_url": reverse(LIST), **facts}
    return TemplateResponse(request, path_, context, status=status)


urlpatterns = [
    path("plugins/", list_plugins, name=LIST),
    path("plugins/<slug:name>/enable/", refusable(switch), {"is_on": True}, name="sawti_plugin_on"),
    path(
        "plugins/<slug:name>/disable/", refusable(switch), {"is_on": False}, name="sawti_plugin_off"
    ),
    path("plugins/<slug:name>/", edit_options, name="sawti_plugin_options"),
]
ROUTES = frozenset(pattern.name for pattern in urlpatterns)
