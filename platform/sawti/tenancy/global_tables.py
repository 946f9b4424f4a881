"""The tables without row-level security, each with the reason why it may be seen by all tenants.

No case, no person's word and no citizen's file may enter one of them. A table that is neither
here nor protected fails the catalogue test.
"""

from collections.abc import Mapping

_DRAFT = "CMS: drafts of configuration, scoped by the tenant's root page"
_EDITORS = "CMS: who may edit what; groups are named after their tenant"

GLOBAL_TABLES: Mapping[str, str] = {
    # Read before the tenant is known; a tenant's transaction changes its own rows only.
    "tenancy_tenant": "tells hosts and tasks which tenants there are; holds names and settings",
    "tenancy_tenanthost": "leads from a host to its tenant, before there is one",
    "accounts_session": "read by its key before anybody is known; names its only tenant",
    "limits_bucket": "how far limits are used up: keyed hashes and instants, no subject in clear",
    # The queue, Django and its libraries.
    "huey_counter": "the queue's counters",
    "huey_kv": "the queue's locks; results are not kept",
    "huey_schedule": "tasks for later: a tenant's id and the name of a function",
    "huey_task": "tasks for now: a tenant's id and the name of a function",
    "django_migrations": "which migrations ran",
    "django_content_type": "the names of models",
    "auth_permission": "the names of rights",
    "auth_group": _EDITORS,
    "auth_group_permissions": _EDITORS,
    "guardian_userobjectpermission": "unused, closed to the serving role: rights are per tenant",
    "guardian_groupobjectpermission": "unused, closed to the serving role: rights are per tenant",
    "taggit_tag": "words that editors give to pages and pictures",
    "taggit_taggeditem": "words that editors give to pages and pictures",
    # Wagtail: architecture.md, section 4.
    "sawti_cms_freepage": _DRAFT,
    "sawti_cms_homepage": _DRAFT,
    "wagtailadmin_admin": "CMS: no rows, it carries a permission",
    "wagtailadmin_editingsession": "CMS: which page is open in whose browser",
    "wagtailadmin_formstate": "CMS: a form that waits for a second sign-in",
    "wagtailcore_collection": "CMS: folders of pictures, one root per tenant",
    "wagtailcore_collectionviewrestriction": _EDITORS,
    "wagtailcore_collectionviewrestriction_groups": _EDITORS,
    "wagtailcore_comment": "CMS: remarks of editors on drafts",
    "wagtailcore_commentreply": "CMS: remarks of editors on drafts",
    "wagtailcore_groupapprovaltask": _EDITORS,
    "wagtailcore_groupapprovaltask_groups": _EDITORS,
    "wagtailcore_groupcollectionpermission": _EDITORS,
    "wagtailcore_grouppagepermission": _EDITORS,
    "wagtailcore_groupsitepermission": _EDITORS,
    "wagtailcore_locale": "CMS: the languages",
    "wagtailcore_modellogentry": "CMS: which draft was changed when",
    "wagtailcore_page": _DRAFT,
    "wagtailcore_pagelogentry": "CMS: which page was changed when",
    "wagtailcore_pagesubscription": "CMS: which editor follows which page",
    "wagtailcore_pageviewrestriction": _EDITORS,
    "wagtailcore_pageviewrestriction_groups": _EDITORS,
    "wagtailcore_referenceindex": "CMS: which draft uses which picture",
    "wagtailcore_revision": _DRAFT,
    "wagtailcore_site": "CMS: which root page a host has",
    "wagtailcore_task": "CMS: steps of approving a draft",
    "wagtailcore_taskstate": "CMS: steps of approving a draft",
    "wagtailcore_uploadedfile": "CMS: a picture between upload and saving",
    "wagtailcore_workflow": "CMS: steps of approving a draft",
    "wagtailcore_workflowcontenttype": "CMS: steps of approving a draft",
    "wagtailcore_workflowpage": "CMS: steps of approving a draft",
    "wagtailcore_workflowstate": "CMS: steps of approving a draft",
    "wagtailcore_workflowtask": "CMS: steps of approving a draft",
    "wagtailusers_userprofile": "CMS: an editor's language and time zone",
}
