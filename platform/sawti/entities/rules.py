"""Who may give which right to whom."""

from uuid import UUID

from sawti.entities.errors import MoreThanOwn
from sawti.entities.models import Role
from sawti.entities.permissions import Rights
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import GIVE_POSTS


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
