"""Who may give which right to whom."""

from datetime import timedelta
from uuid import UUID

from sawti.entities.errors import MoreThanOwn
from sawti.entities.models import Role
from sawti.entities.permissions import Rights
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import (
    ALLOW_SUPPORT,
    GIVE_POSTS,
    MANAGE_ROLES,
    PROTECT_DATA,
    READ_AUDIT,
    VIEW_AS,
)

VIEW_FOR = timedelta(minutes=30)
# What these show is for their holders in person; the last ones would let the view go further.
UNSEEN = frozenset({READ_AUDIT, PROTECT_DATA, VIEW_AS, MANAGE_ROLES, ALLOW_SUPPORT})


def may_be_seen(rights: Rights) -> bool:
    """Tell whether an administrator may see the desk as whoever has these rights."""
    return not rights.everywhere & UNSEEN


def require_giving(rights: Rights, role: Role, entity_id: UUID | None) -> None:
    """Refuse unless `rights` let a person give and end posts of the role there.

    Whoever may do so on some entities only gives no more than they may do there themselves.
    Raises NotPermitted, MoreThanOwn.
    """
    if rights.may(GIVE_POSTS):
        return
    if entity_id is None or not rights.allow(GIVE_POSTS, entity_id):
        raise NotPermitted
    lacking = [each for each in role.permissions if not rights.allow(each, entity_id)]
    if lacking:
        raise MoreThanOwn(permissions=", ".join(lacking))
