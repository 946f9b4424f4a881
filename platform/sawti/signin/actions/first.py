"""How a new tenant gets its first administrator, who then invites everybody else."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.models import Post, Role
from sawti.entities.steps import appoint_to
from sawti.outbox import steps as outbox
from sawti.signin.errors import HasAdministrator
from sawti.signin.models import LinkPurpose
from sawti.signin.steps import make_link
from sawti.tenancy.context import current_tenant

ADMINISTRATOR = "administrator"


def invite_first_administrator(*, email: str, name: str, at: datetime) -> Staff:
    """Make the account of the tenant's first administrator, and mail the link that opens it.

    For whoever sets a tenant up; nobody's rights are asked. Until somebody has taken such an
    account it may be done again: the newest link counts. Raises HasAdministrator after that.
    """
    with transaction.atomic(durable=True):
        role = Role.objects.select_for_update().get(code=ADMINISTRATOR)
        if Post.objects.filter(role=role, staff__is_active=True).exists():
            raise HasAdministrator(tenant=current_tenant().slug)
        staff: Staff = Staff.objects.get_or_create(
            email=email.strip().lower(),
            defaults={
                "name": name.strip(),
                "language": current_tenant().default_language,
                "password": make_password(None),
                "is_active": False,
            },
        )[0]
        appoint_to(role, None, staff, at=at)
        link = make_link(staff, LinkPurpose.INVITATION, at=at)
        outbox.add("staff.invited", {"link_id": str(link.id)}, at=at)
        write_entry("staff.invited", at=at, object_type="staff", object_id=staff.id)
    return staff
