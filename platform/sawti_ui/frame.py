"""Builds the frame of a page (`sawti_ui.page.Page`) from the request and the tenant."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import escape_leading_slashes, urlencode
from django.utils.translation import get_language, gettext

from sawti.accessibility.facts import Font, ReadingSettings, Spacing, TextSize
from sawti.accounts.looking import Looking, LookingKind
from sawti.accounts.models import Person
from sawti.accounts.sessions import person_of
from sawti.catalogue.models import MenuPlace
from sawti.catalogue.queries import catalogue
from sawti.enabling.queries import menu_links
from sawti.lib import clock
from sawti.lib.text import localised
from sawti.plugins.manifest import Place
from sawti.tenancy.context import current_tenant
from sawti_ui.links import address_of
from sawti_ui.own_paths import in_language
from sawti_ui.page import Banner, HelpLinks, LanguageLink, Link, Page
from sawti_ui.parts import Note, Tone

# What belongs to posts in the menu of the desk.
BESIDE_POSTS = (
    "/desk/staff/",
    "/desk/entities/",
    "/desk/setup/",
    "/desk/support/",
    "/desk/limits/",
    "/desk/clients/",
    "/desk/messages/log/",
)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def direction_of(language: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def page_for(
    request: HttpRequest, title: str, *, error: bool = False, languages_url: str = ""
) -> Page:
    """Return the frame of a page for the person who asks.

    `languages_url`: where the language is changed if the address has no language in it (the desk);
    it gets `?language=<code>`.
    """
    tenant, language = current_tenant(), get_language() or "en"
    staff = getattr(request, "user", None)
    is_desk = request.path_info.startswith(("/desk/", "/demo/"))
    person = None if is_desk else person_of(request)
    is_staff = is_desk and staff is not None and staff.is_authenticated
    page = Page(
        title=title,
        language=language,
        direction=direction_of(language),
        tenant_name=localised(tenant.names, language),
        government=localised(tenant.governments, language),
        footer=str(catalogue().text("footer", language)),
        menu=_desk_menu(request) if is_desk else _portal_menu(request, person),
        other_languages=tuple(
            LanguageLink(code, direction_of(code), name, _in_language(request, code, languages_url))
            for code, name in settings.LANGUAGES
            if code != language and code in tenant.languages
        ),
        staff_name=staff.name if staff is not None and is_staff else None,
        theme_css=theme_address(),
        error=error,
        home=reverse("desk:queue") if is_desk else reverse("portal:home"),
        sign_out=_sign_out(is_staff=bool(is_staff), is_person=person is not None),
        person_name=(person.name or person.email.partition("@")[0]) if person else "",
        profile=_own_account(request, is_staff=bool(is_staff), is_person=person is not None),
        help_links=_help_links(request),
        footer_links=() if is_desk else _own_links(request, MenuPlace.FOOTER),
        notices=() if is_desk else _notices(language),
        banner=_banner(request),
        inbox=_inbox(request, is_staff=bool(is_staff), is_person=person is not None),
        unread=_unread(staff if is_staff else person),
    )
    return as_wished(page, settings_of(request))


def settings_of(request: HttpRequest) -> ReadingSettings:
    """Return how the person who asks wants to read: as their profile says, else this browser."""
    person = person_of(request)
    kept = person.settings if person else None
    return ReadingSettings.of(kept) if kept else settings_of_browser(request)


def settings_of_browser(request: HttpRequest) -> ReadingSettings:
    """Return how somebody wants to read, without a look at the database."""
    return ReadingSettings.from_text(request.COOKIES.get(settings.SAWTI_SETTINGS_COOKIE, ""))


def as_wished(page: Page, wishes: ReadingSettings) -> Page:
    """Return the page in the colours, size, spacing and letters that somebody wants."""
    return replace(
        page,
        theme=wishes.theme.value,
        text_size="" if wishes.text_size == TextSize.NORMAL else wishes.text_size.value,
        spacing="" if wishes.spacing == Spacing.NORMAL else wishes.spacing.value,
        font="" if wishes.font == Font.NORMAL else wishes.font.value,
    )


def theme_address() -> str:
    """Return the address of the tenant's theme sheet; it changes when the theme does."""
    theme = json.dumps(catalogue().theme, sort_keys=True)
    return f"{reverse('portal:theme')}?v={hashlib.sha256(theme.encode()).hexdigest()[:12]}"


def _sign_out(*, is_staff: bool, is_person: bool) -> str:
    if is_staff:
        return reverse("desk:sign_out")
    return reverse("portal:sign_out") if is_person else ""


def _own_account(request: HttpRequest, *, is_staff: bool, is_person: bool) -> str:
    if is_staff:
        only_looks = hasattr(request, "looking")  # nobody's own account is open then
        return "" if only_looks else reverse("desk:account")
    return reverse("portal:profile") if is_person else ""


def _inbox(request: HttpRequest, *, is_staff: bool, is_person: bool) -> str:
    if is_staff:
        return "" if hasattr(request, "looking") else reverse("desk:inbox")
    return reverse("portal:messages") if is_person else ""


def _unread(reader: Any) -> int:
    """Return how many messages are new; the row that the session read anyway has the count."""
    return reader.unread if reader is not None else 0


def _portal_menu(request: HttpRequest, person: Person | None) -> tuple[Link, ...]:
    """The tenant's own links, or the ways that everybody needs; then the way to one's own."""
    links = (
        ("portal:file", gettext("File a case")),
        ("portal:track", gettext("Track a case")),
        ("portal:insights", gettext("Figures")),
    )
    chosen = _own_links(request, MenuPlace.HEADER) or _links_to(request, *links)
    own = _links_to(request, ("portal:my_cases", gettext("My cases")))
    plugins = _plugin_links(request, Place.PORTAL)
    return (*chosen, *plugins, *(own if person else (_door(request),)))


def _door(request: HttpRequest) -> Link:
    """Return the way to sign in; from there one comes back to this page, unless it is the first."""
    address = reverse("portal:sign_in")
    is_current = request.path_info.startswith(address)
    is_left = is_current or request.path_info == reverse("portal:home")
    return Link(gettext("Sign in"), address if is_left else _and_back(address, request), is_current)


def _links_to(request: HttpRequest, *links: tuple[str, str]) -> tuple[Link, ...]:
    return tuple(
        Link(label, reverse(name), request.path_info.startswith(reverse(name)))
        for name, label in links
    )


def _own_links(request: HttpRequest, place: str) -> tuple[Link, ...]:
    """Return what the editors put there; a link to a page that is not published is left out."""
    home, here, language = reverse("portal:home"), request.path_info, get_language() or "en"
    links = (
        (localised(link.names, language), address_of(link.kind, link.target))
        for link in catalogue().menu
        if link.place == place
    )
    return tuple(
        Link(label, url, here == url or (url != home and here.startswith(url)))
        for label, url in links
        if url
    )


def _notices(language: str) -> tuple[Note, ...]:
    at = clock.now()
    return tuple(
        Note(localised(notice.texts, language), tone=Tone(notice.tone))
        for notice in catalogue().notices
        if notice.runs_at(at)
    )


def _desk_menu(request: HttpRequest) -> tuple[Link, ...]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return ()
    overview, posts, here = reverse("desk:overview"), reverse("desk:posts"), request.path_info
    links = (
        Link(gettext("Overview"), overview, here.startswith(overview)),
        Link(gettext("Board"), reverse("desk:board"), here == reverse("desk:board")),
        Link(gettext("Posts"), posts, here.startswith((posts, *BESIDE_POSTS))),
        *_plugin_links(request, Place.DESK),
    )
    is_cases = here.startswith("/desk/") and not any(link.is_current for link in links)
    return (Link(gettext("Cases"), reverse("desk:queue"), is_cases), *links)


def _plugin_links(request: HttpRequest, place: Place) -> tuple[Link, ...]:
    """Return what enabled plugins add to a menu."""
    language = get_language() or "en"
    found = (
        (localised(link.labels, language), reverse(f"{place}:{plugin}:{link.route}"))
        for plugin, link in menu_links(place)
    )
    return tuple(Link(label, url, request.path_info.startswith(url)) for label, url in found)


def _banner(request: HttpRequest) -> Banner | None:
    """Return what a session that only looks says on every page."""
    looking: Looking | None = getattr(request, "looking", None)
    if looking is None:
        return None
    until = date_format(timezone.localtime(looking.until_at), "H:i")
    words = {"name": looking.name, "time": until, "reason": looking.reason}
    text = (
        gettext("You see the desk as %(name)s until %(time)s. You can change nothing.")
        if looking.kind == LookingKind.VIEW_AS
        else gettext("Support is looking: %(name)s, until %(time)s. Reason: %(reason)s")
    )
    return Banner(text % words, reverse("desk:end_looking"), gettext("End it"))


def _help_links(request: HttpRequest) -> HelpLinks:
    try:
        return HelpLinks(
            help=reverse("portal:help"),
            settings=_settings_address(request),
            accessibility=reverse("portal:accessibility"),
            privacy=reverse("portal:privacy"),
        )
    except NoReverseMatch:
        return HelpLinks()


def _settings_address(request: HttpRequest) -> str:
    """Return where reading settings are changed; from there one comes back to a page like this."""
    address = reverse("portal:reading_settings")
    return address if request.path_info == address else _and_back(address, request)


def _and_back(address: str, request: HttpRequest) -> str:
    """Return the address with this page as the one to come back to, if it can be asked for."""
    if request.method != "GET":
        return address
    here = escape_leading_slashes(request.get_full_path())  # `//host/x` would be another site
    return f"{address}?{urlencode({'next': here})}"


def _in_language(request: HttpRequest, code: str, languages_url: str) -> str:
    """Return the same page in another language; a query is kept, for it is no secret."""
    query = request.META.get("QUERY_STRING", "")
    path = in_language(request.path_info, code)
    if path.startswith(f"/{code}/"):
        return f"{path}?{query}" if query else path
    own = escape_leading_slashes(request.path_info)  # `//host/x` would be another site
    return f"{languages_url or own}?language={code}"
