"""Every permission there is: the closed catalogue that roles are made of.

A codename is a row of Django's permissions, on an entity (with everything below it) or on the
whole tenant. What is not here can't be granted; docs/roles.md shows the table.
"""

from dataclasses import dataclass

from sawti.lib.errors import N_

VIEW_CASES = "view_cases"
HANDLE_CASES = "handle_cases"
OPEN_IDENTITY = "open_identity"
CLASSIFY_CASES = "classify_cases"
DEESCALATE_CASES = "deescalate_cases"
REVIEW_ANSWERS = "review_answers"
FILE_FOR_OTHERS = "file_for_others"
CHECK_PROOFS = "check_proofs"
GIVE_POSTS = "give_posts"
OVERSEE_ENTITIES = "oversee_entities"
MANAGE_ROLES = "manage_roles"
REFORM_ENTITIES = "reform_entities"
MANAGE_STAFF = "manage_staff"
VIEW_AS = "view_as"
ALLOW_SUPPORT = "allow_support"
READ_AUDIT = "read_audit"
PROTECT_DATA = "protect_data"
MANAGE_RETENTION = "manage_retention"
LIMIT_CONTACTS = "limit_contacts"
MANAGE_CLIENTS = "manage_clients"
EDIT_SITE = "edit_site"
MANAGE_PLUGINS = "manage_plugins"
MANAGE_PROMISES = "manage_promises"


@dataclass(frozen=True)
class PermissionFacts:
    """One permission. `text`: what it lets somebody do, English, the edge translates it.

    `only_tenant`: it makes no sense on one entity. `only_reads`: it shows and changes nothing, and
    shows no identity: all that is left in a session that may only look.
    """

    codename: str
    text: str
    only_tenant: bool = False
    only_reads: bool = False


PERMISSIONS: tuple[PermissionFacts, ...] = (
    PermissionFacts(VIEW_CASES, N_("Read the cases"), only_reads=True),
    PermissionFacts(HANDLE_CASES, N_("Take, ask, answer and transfer the cases")),
    PermissionFacts(OPEN_IDENTITY, N_("Open the applicant's identity, with a reason")),
    PermissionFacts(CLASSIFY_CASES, N_("Make cases confidential, and lift conflicts of interest")),
    PermissionFacts(DEESCALATE_CASES, N_("Take escalations of cases back")),
    PermissionFacts(REVIEW_ANSWERS, N_("Review the quality of answers")),
    PermissionFacts(FILE_FOR_OTHERS, N_("File cases for people who call or visit")),
    PermissionFacts(
        CHECK_PROOFS, N_("Check the documents of people who act for others"), only_tenant=True
    ),
    PermissionFacts(GIVE_POSTS, N_("Give, end and delegate posts")),
    PermissionFacts(OVERSEE_ENTITIES, N_("See how far the entities are set up"), only_reads=True),
    PermissionFacts(MANAGE_ROLES, N_("Change what roles may do"), only_tenant=True),
    PermissionFacts(
        REFORM_ENTITIES, N_("Rename, move, merge and split entities"), only_tenant=True
    ),
    PermissionFacts(MANAGE_STAFF, N_("Invite, disable and enable staff"), only_tenant=True),
    PermissionFacts(VIEW_AS, N_("See the desk as a colleague, read-only"), only_tenant=True),
    PermissionFacts(ALLOW_SUPPORT, N_("Allow and end access of support"), only_tenant=True),
    PermissionFacts(READ_AUDIT, N_("Read and export the audit record"), only_tenant=True),
    PermissionFacts(
        PROTECT_DATA, N_("Watch over personal data and openings of identities"), only_tenant=True
    ),
    PermissionFacts(
        MANAGE_RETENTION, N_("Set how long cases are kept, and hold them"), only_tenant=True
    ),
    PermissionFacts(LIMIT_CONTACTS, N_("Limit contacts that are abused")),
    PermissionFacts(MANAGE_CLIENTS, N_("Manage the keys of API clients"), only_tenant=True),
    PermissionFacts(EDIT_SITE, N_("Edit pages, categories and texts in the CMS"), only_tenant=True),
    PermissionFacts(MANAGE_PLUGINS, N_("Switch plugins on and off"), only_tenant=True),
    PermissionFacts(
        MANAGE_PROMISES,
        N_("Set promises, working hours and holidays, and so due dates"),
        only_tenant=True,
    ),
)
BY_CODENAME = {each.codename: each for each in PERMISSIONS}
ON_TENANT = tuple((each.codename, each.text) for each in PERMISSIONS)
ON_ENTITY = tuple((each.codename, each.text) for each in PERMISSIONS if not each.only_tenant)
READING = frozenset(each.codename for each in PERMISSIONS if each.only_reads)
