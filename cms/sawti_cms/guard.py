"""What an editor reaches of Wagtail's admin: a short list of routes, on pages of their tenant.

Wagtail is multi-site, not multi-tenant: choosers, reports and users look across sites. So every
route is closed unless it is named here, and a page of another tenant equals a missing one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page
from wagtail.query import PageQuerySet

from sawti.tenancy.context import current_tenant
from sawti_cms.models import HomePage

View = Callable[..., HttpResponse]

OPEN_ROUTES = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:lock",
        "wagtailadmin_pages:unlock",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:revisions_index",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_dismissibles",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)
# Offered on every page of the admin; a search looks across sites, an account takes an upload.
SENT_HOME = frozenset({"wagtailadmin_pages:search", "wagtailadmin_account"})
PAGE_KEYS = ("page_id", "parent_page_id")


def pages_of_tenant() -> PageQuerySet:
    """Return the pages of the current tenant: its home page and everything below it."""
    home = HomePage.objects.filter(slug=current_tenant().slug).first()
    return Page.objects.descendant_of(home, inclusive=True) if home else Page.objects.none()


def for_own_tenant(view: View) -> View:
    """Close a route of the admin that is not listed, and a page that is not the tenant's."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match = request.resolver_match
        if match is None or match.view_name not in OPEN_ROUTES | SENT_HOME:
            raise Http404
        if request.user.is_authenticated:
            ids = _page_ids(match.view_name, args, kwargs)
            if match.view_name == "wagtailadmin_explore" and ids == {_root_id()}:
                # Where Wagtail goes after publishing: above all tenants, so go home instead.
                return redirect("wagtailadmin_explore_root")
            if match.view_name in SENT_HOME:
                return redirect("wagtailadmin_explore_root")
            if not _are_own(ids):
                raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _page_ids(view_name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> set[int]:
    ids = {int(kwargs[key]) for key in PAGE_KEYS if key in kwargs}
    if view_name == "wagtailadmin_pages:revisions_compare":
        ids.add(int(args[0]))
    if view_name == "wagtailadmin_editing_sessions:ping":
        ids.add(int(kwargs["object_id"]) if kwargs["object_id"].isdecimal() else 0)
    return ids


def _root_id() -> int:
    return int(Page.get_first_root_node().pk)


def _are_own(ids: set[int]) -> bool:
    return not ids or pages_of_tenant().filter(pk__in=ids).count() == len(ids)
