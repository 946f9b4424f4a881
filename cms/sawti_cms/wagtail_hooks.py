"""Wagtail's hooks: publish into the catalogue, and show an editor their own tenant only."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text import expand_db_html

from sawti.catalogue.steps import publish_page
from sawti.lib import clock
from sawti_cms.guard import pages_of_tenant
from sawti_cms.models import HomePage


@hooks.register("after_publish_page")
def publish_into_catalogue(request: HttpRequest, page: Page) -> None:
    """Make the home page live for the portal, in the transaction of the publishing."""
    home = page.specific
    if isinstance(home, HomePage):
        publish_page(
            slug="home",
            titles={"ar": home.title_ar, "en": home.title_en},
            bodies={"ar": expand_db_html(home.body_ar), "en": expand_db_html(home.body_en)},
            at=clock.now(),
        )


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


@hooks.register("construct_main_menu")
def leave_what_editors_use(request: HttpRequest, menu: list[Any]) -> None:
    """Reports and settings look across sites; editors need neither."""
    menu[:] = [entry for entry in menu if entry.name in {"explorer", "help"}]
