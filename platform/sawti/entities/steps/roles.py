"""Changing what roles may do, inside the transaction of the screen that asks for it."""

import re
from dataclasses import dataclass
from datetime import datetime

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.errors import MoreThanOwn, OwnPost, RoleChangedMeanwhile
from sawti.entities.grants import is_held
from sawti.entities.models import Level, Post, Role
from sawti.entities.permissions import Rights, rights_of
from sawti.entities.steps import keep_an_administrator, regrant
from sawti.lib.errors import N_, Invalid, InvalidInput, Missing, NotPermitted
from sawti.lib.permissions import BY_CODENAME, MANAGE_ROLES
from sawti.tenancy.actions import configuration_changed

LANGUAGES = ("ar", "en")
LONGEST_CODE = 40
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True)
class RoleDraft:
    """What an administrator wants a role to be; its code and level never change."""

    names: dict[str, str]
    permissions: tuple[str, ...]
    is_first_contact: bool
    leads_entity: bool
    is_delegable: bool
    is_active: bool = True


@dataclass(frozen=True)
class RolePreview:
    """What a change would do: permissions that come and go, and how many people hold the role."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    holders: int


def preview_role(code: str, permissions: tuple[str, ...], *, at: datetime) -> RolePreview:
    """Return what the change of a role would mean for those who hold it now. Raises Missing."""
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise Missing
    holders = Post.objects.filter(is_held(at), role=role).values("staff_id").distinct().count()
    before, after = set(role.permissions), set(permissions)
    return RolePreview(_ordered(after - before), _ordered(before - after), holders)


def add_role(code: str, level: str, draft: RoleDraft, *, by: Staff, at: datetime) -> Role:
    """Add a role. Raises InvalidInput, NotPermitted, MoreThanOwn."""
    rights = _required(by)
    if faults := [*_faults_of_code(code), *_faults(draft, level)]:
        raise InvalidInput(faults)
    _refuse_more(rights, set(draft.permissions))
    last = Role.objects.order_by("-position").values_list("position", flat=True).first()
    role: Role = Role.objects.create(
        code=code, level=level, position=(last or 0) + 1, edited_at=at, **_columns(draft)
    )
    _record("role.added", role, by=by, at=at, reason=f"+{' +'.join(draft.permissions)}")
    return role


def change_role(
    code: str, draft: RoleDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> Role:
    """Change a role; the rights of all its holders follow at once.

    Raises Missing, RoleChangedMeanwhile, InvalidInput, NotPermitted, MoreThanOwn, OwnPost where
    `by` would add to a role that they hold themselves, and LastAdministrator.
    """
    rights = _required(by)
    role = Role.objects.select_for_update().filter(code=code).first()
    if role is None:
        raise Missing
    if role.edited_at != seen:
        raise RoleChangedMeanwhile
    if faults := _faults(draft, role.level):
        raise InvalidInput(faults)
    before, after = set(role.permissions), set(draft.permissions)
    added = after - before
    _refuse_more(rights, added - set(role.shipped_permissions))
    if added - rights.everywhere and rights.in_role(code):
        raise OwnPost
    for name, value in _columns(draft).items():
        setattr(role, name, value)
    role.edited_at = at
    role.save()
    regrant([role.id])
    keep_an_administrator(at)
    told = [*(f"+{each}" for each in _ordered(added)), *(f"-{e}" for e in _ordered(before - after))]
    _record("role.changed", role, by=by, at=at, reason=" ".join([code, *told]))
    return role  # type: ignore[no-any-return]


def _required(by: Staff) -> Rights:
    rights = rights_of(by)
    if not rights.may(MANAGE_ROLES):
        raise NotPermitted
    return rights


def _refuse_more(rights: Rights, added: set[str]) -> None:
    """A role is given no more than its editor has, but for what the pack gave it."""
    if lacking := added - rights.everywhere:
        raise MoreThanOwn(permissions=", ".join(_ordered(lacking)))


def _faults_of_code(code: str) -> list[Invalid]:
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        text = N_(
            "A code has small letters, digits, hyphens and underscores, at most "
            "%(longest)s of them."
        )
        return [Invalid("code", text, longest=LONGEST_CODE)]
    if Role.objects.filter(code=code).exists():
        return [Invalid("code", N_("There is a role with this code already."))]
    return []


def _faults(draft: RoleDraft, level: str) -> list[Invalid]:
    faults = [
        Invalid(f"name_{language}", N_("Write the name in every language."))
        for language in LANGUAGES
        if not draft.names.get(language, "").strip()
    ]
    known = [BY_CODENAME.get(each) for each in draft.permissions]
    if not draft.permissions:
        faults.append(Invalid("permissions", N_("Choose at least one permission.")))
    if any(each is None or (each.only_tenant and level == Level.ENTITY) for each in known):
        faults.append(
            Invalid("permissions", N_("A role of entities can't have rights on the whole tenant."))
        )
    return faults


def _columns(draft: RoleDraft) -> dict[str, object]:
    return {**vars(draft), "permissions": list(_ordered(set(draft.permissions)))}


def _ordered(permissions: set[str]) -> tuple[str, ...]:
    return tuple(each for each in BY_CODENAME if each in permissions)


def _record(event: str, role: Role, *, by: Staff, at: datetime, reason: str) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="role", object_id=role.id, reason=reason)
    configuration_changed()
