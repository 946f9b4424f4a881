"""Confidential cases for tests: a class, an officer of it, and what staff do about who may know."""

from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.cases.actions import confidentiality
from sawti.cases.models import Case
from sawti.catalogue.models import Category, Confidentiality
from sawti.entities.actions import appoint
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

HOME = "ewa-electricity-distribution"
AUTHORITY = "electricity-water-authority"
OFFICE = "tawasul-office"
ROADS = "roads-projects-maintenance"
OFFICER = "integrity_officer"


def add_class(cast: Cast, code: str = "integrity", **changes: Any) -> None:
    """Give Bahrain a class whose cases integrity officers handle, unless said otherwise."""
    values: dict[str, Any] = {"names": {"en": code, "ar": code}, "handlers": [OFFICER]}
    with cast.writing(cast.bahrain):
        Confidentiality.objects.update_or_create(code=code, defaults={**values, **changes})
        configuration_changed()


def add_officer(cast: Cast, entity: str = HOME, *, staff: Staff | None = None) -> Staff:
    """Make Noor, who has no other post, an integrity officer of an entity."""
    officer = staff or cast.noor
    with tenant_context(cast.bahrain):
        entity_id = entity_tree().by_code[entity].id
        appoint(staff=officer, entity_id=entity_id, post=OFFICER, at=clock.now())
    return officer


def make_confidential(cast: Cast, category: str, by: str) -> None:
    """Let the cases of a category be of the class `integrity`, by policy or by wish."""
    with cast.writing(cast.bahrain):
        found = Confidentiality.objects.get(code="integrity")
        Category.objects.filter(code=category).update(confidentiality=found, confidential_by=by)
        configuration_changed()


def classify(cast: Cast, case_id: UUID, to: str = "integrity", *, by: Staff | None = None) -> Case:
    with tenant_context(cast.bahrain):
        return confidentiality.classify_case(
            case_id,
            by=by or cast.maryam,
            version=cast.case(case_id).version,
            to=to,
            reason="It is about conduct.",
            at=clock.now(),
        )


def name_conflict(cast: Cast, case_id: UUID, *, by: Staff | None = None, **whom: Any) -> Case:
    with tenant_context(cast.bahrain):
        return confidentiality.name_conflict(
            case_id,
            by=by or cast.maryam,
            version=cast.case(case_id).version,
            reason="The case is about them.",
            at=clock.now(),
            **whom,
        )


def take_part(cast: Cast, case_id: UUID, staff: Staff, kind: str = "helper", **more: Any) -> Case:
    with tenant_context(cast.bahrain):
        return confidentiality.add_participant(
            case_id,
            **{
                "by": cast.fatima,
                "staff_id": staff.id,
                "kind": kind,
                "reason": "She knows the matter.",
                "at": clock.now(),
                **more,
            },
        )
