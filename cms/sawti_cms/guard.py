"""What an editor reaches of Wagtail's admin: a short list of routes, on pages of their tenant.

Wagtail is multi-site, not multi-tenant: choosers, reports and users look across sites. So every
route is closed unless it is named here, and a page of another tenant equals a missing one.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.models import Page
from wagtail.users.models import UserProfile

from sawti.accounts.steps import keep_in_group
from sawti.entities.permissions import rights_of
from sawti.lib.errors import DomainError, Missing
from sawti.lib.permissions import EDIT_SITE, MANAGE_PLUGINS
from sawti.tenancy.context import current_tenant
from sawti_cms import plugins_screen
from sawti_cms.plugin import editors_of
from sawti_cms.tenants import home_page, pages_of_tenant
from sawti_ui.refusals import refusal_page

if TYPE_CHECKING:
    from sawti.accounts.models import Staff

View = Callable[..., HttpResponse]

# Our own screens read and write the tables of the tenant, which row-level security guards.
OWN_SPACE = "sawti_cms"
OPEN_ROUTES = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:unpublish",
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
        "wagtailadmin_pages:revisions_unschedule",
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
        *plugins_screen.ROUTES,
    }
)
# Wagtail's own: a search looks across sites, an account takes an upload.
SENT_HOME = frozenset({"wagtailadmin_pages:search", "wagtailadmin_account"})
NUMBERS_OF_BLOCKS = ("-count", "-order")
PAGE_KEYS = ("page_id", "parent_page_id")
# The first page may be emptied or unpublished; without it the tenant would have no place for pages.
NEVER_FOR_THE_FIRST_PAGE = frozenset({"wagtailadmin_pages:copy", "wagtailadmin_pages:delete"})


def for_own_tenant(view: View) -> View:
    """Close a route of the admin that is not listed, and a page that is not the tenant's."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match = request.resolver_match
        if match is None or not _is_open(match):
            raise Http404
        if request.user.is_authenticated:
            _follow_rights(request, match)
            ids = _page_ids(match.view_name, args, kwargs)
            if match.view_name == "wagtailadmin_explore" and ids == {_root_id()}:
                # Where Wagtail goes after publishing: above all tenants, so go home instead.
                return redirect("wagtailadmin_explore_root")
            if match.view_name in SENT_HOME:
                return redirect("wagtailadmin_explore_root")
            below = _posted_ids(request) if match.view_name == "wagtailadmin_pages:copy" else set()
            if not _are_own(ids | below):
                raise Http404
            if match.view_name in NEVER_FOR_THE_FIRST_PAGE and _is_first_page(ids):
                raise Http404
            _read_times_in_the_tenants_zone(request)
        return _answered(view, request, *args, **kwargs)

    return guarded


def _follow_rights(request: HttpRequest, match: ResolverMatch) -> None:
    """Let Wagtail's group of editors follow the posts: who may edit now is in it, nobody else.

    Raises Http404 where a screen of administrators is asked for by somebody else.
    """
    staff = cast("Staff", request.user)
    rights = rights_of(staff)
    is_editor = rights.may(EDIT_SITE)
    keep_in_group(staff, editors_of(current_tenant().slug), is_member=is_editor)
    is_closed = match.view_name in plugins_screen.ROUTES and not rights.may(MANAGE_PLUGINS)
    if is_editor and is_closed:
        raise Http404


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Call the view; a refusal takes back what the request wrote, and says what to do."""
    _require_whole_numbers(request)
    try:
        return view(request, *args, **kwargs)
    except MultiValueDictKeyError as broken:
        raise BadRequest("A field of the form is missing.") from broken
    except Missing as nothing:
        raise Http404 from nothing
    except DomainError as refusal:
        page = refusal_page(request, refusal)  # it reads what the editor's tenant says
        transaction.set_rollback(True)
        return page


def _require_whole_numbers(request: HttpRequest) -> None:
    """Wagtail takes the numbers of blocks in a form as they come, and would fail on any other."""
    for name, sent in request.POST.items():
        value = str(sent)
        if name.endswith(NUMBERS_OF_BLOCKS) and not (value.isascii() and value.isdecimal()):
            raise BadRequest("A number of the form is none.")


def _is_open(match: ResolverMatch) -> bool:
    return match.view_name in OPEN_ROUTES | SENT_HOME or match.namespaces == [OWN_SPACE]


def _page_ids(view_name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> set[int]:
    ids = {int(kwargs[key]) for key in PAGE_KEYS if key in kwargs}
    if view_name == "wagtailadmin_pages:revisions_compare":
        ids.add(int(args[0]))
    if view_name == "wagtailadmin_editing_sessions:ping":
        ids.add(int(kwargs["object_id"]) if kwargs["object_id"].isdecimal() else 0)
    return ids


def _posted_ids(request: HttpRequest) -> set[int]:
    """Return the page that a copy is to lie below."""
    if request.method != "POST":
        return set()
    posted = request.POST.get("new_parent_page", "")
    return {int(posted) if posted.isdecimal() else 0}


def _is_first_page(ids: set[int]) -> bool:
    home = home_page()
    return home is not None and home.pk in ids


def _read_times_in_the_tenants_zone(request: HttpRequest) -> None:
    """Wagtail would read and show times in UTC to whoever has not chosen a zone."""
    user: Any = request.user
    if not hasattr(user, "wagtail_userprofile"):
        user.wagtail_userprofile = UserProfile(user=user)
    user.wagtail_userprofile.current_time_zone = current_tenant().time_zone


def _root_id() -> int:
    return int(Page.get_first_root_node().pk)


def _are_own(ids: set[int]) -> bool:
    return not ids or pages_of_tenant().filter(pk__in=ids).count() == len(ids)
