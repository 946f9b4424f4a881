"""Wagtail's hooks: publish into the catalogue, and show an editor their own tenant only."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import admin_search_areas
from wagtail.models import Page
from wagtail.query import PageQuerySet

from sawti.catalogue.steps.pages import note_publishing
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.permissions import (
    MANAGE_PLUGINS,
    MANAGE_PROMISES,
    MANAGE_ROLES,
    REFORM_ENTITIES,
)
from sawti.tenancy.context import current_tenant
from sawti_cms import plugins_screen
from sawti_cms.publishing import make_live, withdraw_what_is_not_live
from sawti_cms.tenants import pages_of_tenant

if TYPE_CHECKING:
    from sawti.accounts.models import Staff


# Its search looks across sites, so it is closed (see guard.py) and not offered either.
admin_search_areas.registered_search_areas = []


@hooks.register("after_publish_page")
def show_on_the_portal(request: HttpRequest, page: Page) -> None:
    """Make a page live for the portal, in the transaction of the publishing."""
    at = clock.now()
    make_live(page, at=at)
    note_publishing(page.translation_key, is_live=True, by_id=request.user.pk, at=at)


@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
def take_from_the_portal(request: HttpRequest, page: Page) -> None:
    """Take a page from the portal, in the transaction that took it from Wagtail."""
    withdraw_what_is_not_live()
    at = clock.now()
    note_publishing(page.translation_key, is_live=False, by_id=request.user.pk, at=at)


@hooks.register("after_copy_page")
def show_a_live_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Make a copy live too, if the editor wanted that."""
    if new_page.live:
        make_live(new_page, at=clock.now())


@hooks.register("register_admin_urls")
def addresses_of_the_plugins_screen() -> list[URLPattern]:
    """Add the screen on which plugins are switched on and off."""
    return plugins_screen.urlpatterns


class NotInstalled:
    """Stands where Wagtail's admin expects the listings of images and documents.

    Its templates reverse both addresses even where neither app is installed (decision 0004).
    """

    model = type("NotInstalledModel", (), {})

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Return one route that answers 404."""
        return [path("", cls._answer, name="listing")]

    @staticmethod
    def _answer(request: HttpRequest) -> HttpResponse:
        return HttpResponseNotFound()


@hooks.register("construct_admin_api")
def stand_in_for_missing_apps(router: Any) -> None:
    """Give the admin the two addresses that it looks up."""
    for name in ("documents", "images"):
        router.register_endpoint(name, NotInstalled)


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages_only(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer pages of the editor's tenant as targets of a link."""
    return pages & pages_of_tenant()


@hooks.register("register_admin_urls")
def add_our_screens() -> list[URLResolver]:
    """Put the screens for the catalogue into the admin, behind its door."""
    return [path("", include("sawti_cms.editors.urls"))]


SCREENS = (
    ("categories", _("Categories"), "list-ul"),
    ("replies", _("Reply templates"), "mail"),
    ("wordings", _("Words of messages"), "mail"),
    ("texts", _("Texts"), "title"),
    ("consents", _("Consents"), "doc-full"),
    ("notices", _("Notices"), "warning"),
    ("menus", _("Menus"), "link"),
    ("theme", _("Colours"), "view"),
)


FOR_ADMINISTRATORS = (
    (MANAGE_PROMISES, "sawti_cms:policies", "policies", _("Promises"), "time"),
    (MANAGE_PROMISES, "sawti_cms:levels", "levels", _("Escalation"), "order-up"),
    (MANAGE_PROMISES, "sawti_cms:calendar", "calendar", _("Calendar"), "calendar-alt"),
    (MANAGE_PROMISES, "sawti_cms:telling", "telling", _("Who hears of what"), "comment"),
    (REFORM_ENTITIES, "sawti_cms:entities", "entities", _("Entities"), "site"),
    (MANAGE_PLUGINS, plugins_screen.LIST, "plugins", _("Plugins"), "cogs"),
    (MANAGE_ROLES, "sawti_cms:roles", "roles", _("Roles"), "group"),
    (MANAGE_ROLES, "sawti_cms:classes", "classes", _("Confidentiality"), "lock"),
    (MANAGE_ROLES, "sawti_cms:kinds", "kinds", _("Acting for others"), "group"),
)


@hooks.register("construct_main_menu")
def leave_what_editors_use(request: HttpRequest, menu: list[Any]) -> None:
    """Reports and settings look across sites, help is Wagtail's own; editors need none of them."""
    menu[:] = [entry for entry in menu if entry.name == "explorer"]
    menu += [
        MenuItem(label, reverse(f"sawti_cms:{name}"), name=name, icon_name=icon, order=200 + place)
        for place, (name, label, icon) in enumerate(SCREENS)
    ]
    rights = rights_of(cast("Staff", request.user))
    menu += [
        MenuItem(label, reverse(route), name=name, icon_name=icon, order=800 + place)
        for place, (permission, route, name, label, icon) in enumerate(FOR_ADMINISTRATORS)
        if rights.may(permission)
    ]
    here = (get_language() or "").split("-")[0]
    menu += [
        MenuItem(name, reverse("sawti_cms:language", args=[code]), icon_name="globe", order=900)
        for code, name in settings.LANGUAGES
        if code != here and code in current_tenant().languages
    ]
