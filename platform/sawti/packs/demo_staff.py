"""People for the demo: in each tenant a dispatcher, two focal points, a head, an editor and an
administrator."""

import json
import os
import secrets
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.contrib.auth.hashers import check_password

from sawti.accounts.actions import add_staff, set_password
from sawti.accounts.models import Staff
from sawti.catalogue.queries import catalogue
from sawti.entities.actions import appoint
from sawti.entities.models import Post
from sawti.entities.queries import entity_tree
from sawti.lib.ids import grouped_receipt, new_receipt
from sawti.tenancy.context import TenantFacts, reading, tenant_context
from sawti.tenancy.queries import all_tenants

_NAMES = {
    "dispatcher": "مريم عبدالله",
    "focal-point-1": "أحمد الخالدي",
    "focal-point-2": "ليلى منصور",
    "head": "سعاد الحسن",
    "secretary-general": "طارق العبدالله",
    "minister": "منى الراشد",
    "prime-ministers-office": "خالد النجار",
    "integrity-officer": "هدى العلي",
    "data-protection-officer": "سامي الكعبي",
    "contact-centre": "ريم الأحمد",
    "proof-checker": "نبيل شاهين",
    "editor": "يوسف سلمان",
    "administrator": "هند العامري",
}


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    role: str
    name: str
    email: str
    password: str


@dataclass(frozen=True)
class _Person:
    """Somebody who should be there: `posts` are pairs of an entity's id (or None) and a role."""

    key: str
    role: str
    posts: tuple[tuple[UUID | None, str], ...]

    def email(self, tenant: TenantFacts) -> str:
        return f"{self.key}@{tenant.slug}.example"


def create_demo_staff(passwords_file: Path, *, at: datetime) -> dict[str, list[Account]]:
    """Make the people of every tenant and write their passwords to the file, slug → accounts.

    May run again: an account keeps the password that the file has. Where the file does not know
    an account, or was lost, the account gets a new password. Only the owner can read the file.
    """
    kept = _passwords(passwords_file)
    accounts: dict[str, list[Account]] = {}
    for tenant in all_tenants():
        with tenant_context(tenant):
            accounts[tenant.slug] = [_account(person, tenant, kept, at) for person in _people()]
    _write(passwords_file, accounts)
    return accounts


def _people() -> list[_Person]:
    """Return who works where: focal points and the head where most categories lead."""
    with reading():
        tree = entity_tree()
        load = Counter(row.entity_id for row in catalogue().categories.values())
    active = [entity for entity in tree.by_id.values() if entity.is_active]
    answering = [entity for entity in active if not entity.is_triage]
    busiest = sorted(answering, key=lambda e: (-load[e.id], e.code))[:2]
    below = {e.id: sum(load[under] for under in tree.below[e.id]) for e in active}
    ministry = min(active, key=lambda e: (e.kind != "ministry", -below[e.id], e.code))
    tops = [entity.id for entity in active if entity.parent_id is None]
    covered = dict.fromkeys([tree.triage.id, *tops])
    return [
        _Person("dispatcher", "dispatcher", tuple((id_, "dispatcher") for id_ in covered)),
        *(
            _Person(f"focal-point-{number}", "focal_point", ((entity.id, "focal_point"),))
            for number, entity in enumerate(busiest, start=1)
        ),
        _Person("head", "head", ((ministry.id, "head"),)),
        _Person("secretary-general", "secretary_general", ((ministry.id, "secretary_general"),)),
        _Person("minister", "minister", ((ministry.id, "minister"),)),
        _Person(
            "prime-ministers-office",
            "prime_ministers_office",
            ((None, "prime_ministers_office"),),
        ),
        _Person("editor", "editor", ((None, "editor"),)),
        _Person("administrator", "administrator", ((None, "administrator"),)),
        _Person(
            "integrity-officer",
            "integrity_officer",
            tuple((id_, "integrity_officer") for id_ in covered),
        ),
        _Person(
            "data-protection-officer",
            "data_protection_officer",
            ((None, "data_protection_officer"),),
        ),
        _Person("contact-centre", "contact_centre", ((None, "contact_centre"),)),
        _Person("proof-checker", "proof_checker", ((None, "proof_checker"),)),
    ]


def _account(person: _Person, tenant: TenantFacts, kept: dict[str, str], at: datetime) -> Account:
    email, name = person.email(tenant), _NAMES[person.key]
    password = kept.get(email) or grouped_receipt(new_receipt()).lower()
    with reading():
        staff: Staff | None = Staff.objects.filter(email=email).first()
        held = set(
            Post.objects.filter(staff__email=email, until_at=None).values_list(
                "entity_id", "role__code"
            )
        )
    if staff is None:
        staff = add_staff(
            email=email,
            name=name,
            language=tenant.default_language,
            password=password,
            at=at,
        )
    elif not check_password(password, staff.password):
        set_password(staff=staff, password=password, at=at)
    for entity_id, post in person.posts:
        if (entity_id, post) not in held:
            appoint(staff=staff, entity_id=entity_id, post=post, at=at)
    return Account(person.role, name, email, password)


def _passwords(path: Path) -> dict[str, str]:
    """Return e-mail → password from the file; nothing where it is missing or unreadable."""
    try:
        tenants = json.loads(path.read_text(encoding="utf-8"))
        return {row["email"]: row["password"] for rows in tenants.values() for row in rows}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _write(path: Path, accounts: dict[str, list[Account]]) -> None:
    """Replace the file in one step; it is private from its first byte on."""
    rows = {slug: [asdict(account) for account in listed] for slug, listed in accounts.items()}
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(rows, file, ensure_ascii=False, indent=2)
    beside.replace(path)
