"""What the CMS keeps for a tenant: a site, a home page, a group of editors."""

from django.contrib.auth.models import Group, Permission
from django.utils.html import escape
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.rich_text import RichText

from sawti.catalogue.queries import Catalogue, catalogue
from sawti.plugins.calling import hookimpl
from sawti.tenancy.context import TenantFacts
from sawti.tenancy.models import TenantHost
from sawti_cms.models import HomePage

EDITOR_RIGHTS = ("add_page", "change_page", "publish_page")


def editors_of(slug: str) -> str:
    """Return the name of the group whose members edit a tenant's pages."""
    return f"Editors of {slug}"


@hookimpl
def tenant_loaded(tenant: TenantFacts) -> None:
    """Make the tenant's site, home page and editors' group where they are missing."""
    home = _home_page(tenant)
    host = TenantHost.objects.filter(tenant_id=tenant.id).order_by("host").values_list("host")[0][0]
    Site.objects.update_or_create(
        root_page=home, defaults={"hostname": host, "port": 80, "site_name": tenant.slug}
    )
    group, _ = Group.objects.get_or_create(name=editors_of(tenant.slug))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    held = GroupPagePermission.objects.filter(group=group, page=home).values("permission_id")
    missing = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=EDITOR_RIGHTS
    ).exclude(pk__in=held)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=home, permission=permission) for permission in missing
    )


def _home_page(tenant: TenantFacts) -> Page:
    found = HomePage.objects.filter(slug=tenant.slug).first()
    if found:
        return found
    texts = catalogue()
    home = HomePage(
        title=tenant.names.get("en", tenant.slug),
        slug=tenant.slug,
        title_ar=texts.text("home_title", "ar"),
        title_en=texts.text("home_title", "en"),
        blocks=[("text", _opening(texts))],
        live=False,
    )
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision()
    return home


def _opening(texts: Catalogue) -> dict[str, RichText]:
    """Return the pack's words as the first block, for the editor to begin with."""
    return {
        f"html_{language}": RichText(f"<p>{escape(texts.text('home_intro', language))}</p>")
        for language in ("ar", "en")
    }
