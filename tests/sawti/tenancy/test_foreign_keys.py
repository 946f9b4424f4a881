"""No row points at another tenant's row: PostgreSQL refuses it, key by key."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from sawti.accounts.models import Person, Staff
from sawti.acting.models import Representation
from sawti.attachments.models import Attachment
from sawti.businesses.models import Business, Membership
from sawti.cases.facts import Contact
from sawti.cases.models import Case, InvolvementKind
from sawti.catalogue.models import RepresentationKind
from sawti.clients.models import Client
from sawti.entities.models import Entity
from sawti.escalation.models import Escalation, Watch
from sawti.incidents.models import Decision, Incident
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.retention.models import Run
from sawti.tenancy.context import tenant_context
from sawti.tenancy.models import TenantModel
from tests.cast import Cast

KEYS = [
    pytest.param(model, field.name, id=f"{model._meta.label}.{field.name}")
    for model in apps.get_models()
    if issubclass(model, TenantModel)
    for field in model._meta.local_concrete_fields
    if field.is_relation and issubclass(field.related_model, TenantModel)
]


def values_by_kind(field: models.Field) -> dict[str, Any]:
    """Return something for a required column; text is unlike any other, for the unique ones."""
    return {
        "CharField": secrets.token_hex(5)[: field.max_length],
        "SlugField": secrets.token_hex(5),
        "TextField": "x",
        "EmailField": "x@example.com",
        "DateTimeField": clock.now(),
        "DateField": clock.now().date(),
        "BinaryField": secrets.token_bytes(8),
        "JSONField": {},
        "PositiveIntegerField": 1,
        "PositiveSmallIntegerField": 1,
        "UUIDField": new_id(),
    }


def value_for(field: models.Field) -> Any:
    """Return an own row's key for a key, else the default, else something that fits."""
    if field.null:
        return None
    if field.is_relation:
        return field.related_model._base_manager.values_list("pk", flat=True).first()
    if field.has_default():
        return field.get_default()
    return "" if field.blank else values_by_kind(field)[field.get_internal_type()]


def companions_of(model: type[TenantModel], key: str) -> dict[str, Any]:
    """Return what a constraint of the table wants beside the key."""
    day = clock.now() + timedelta(days=1)
    match model._meta.label, key:
        case "cases.Involvement", "entity":
            return {"kind": InvolvementKind.CONFLICT}
        case "cases.Involvement", "case" | "added_by":
            return {"staff_id": Staff.objects.values_list("pk", flat=True)[0]}
        case "cases.Clock", _:  # one that ended: a case has one open clock of a kind
            return {"kind": "resolution", "due_at": day, "ended_at": day, "ended_by": "met"}
        case "escalation.Level", "entity":
            return {"role": "head", "place": "named"}
        case "escalation.Escalation", "case" | "holder_before" | "taken_back_by" | "id":
            return {"by_id": Staff.objects.values_list("pk", flat=True)[0]}
        case "consents.Agreement", "version":
            return {"case_id": new_id()}
        case "incidents.Incident", "closed_by":
            return {"closed_at": day}
        case "entities.Entity", "successor":
            return {"closed_at": day, "is_active": False}
        case "entities.Post", "acting_for":
            return {"until_at": day}
        case "retention.Hold", "entity":
            return {"first_on": day.date(), "last_on": day.date()}
        case ("retention.Hold", "placed_by" | "lifted_by") | (
            "retention.ErasureRequest",
            "decided_by",
        ):
            return {"case_id": Case.objects.values_list("pk", flat=True)[0]}
    return {}


def row_of(model: type[TenantModel], key: str, target_id: UUID) -> TenantModel:
    """Return an unsaved row that is right but for the one key."""
    fields = {f.attname: value_for(f) for f in model._meta.local_concrete_fields if f.name != key}
    known = {**fields, **companions_of(model, key)}
    return model(**{**known, model._meta.get_field(key).attname: target_id})


@pytest.fixture
def filled(cast: Cast, at: Any) -> Cast:
    """Both tenants have a case, so that every table that is pointed at has a row.

    The first case has no applicant, so that it has room for one.
    """
    cast.file_case(contact=Contact())
    cast.file_case()
    cast.file_case(tenant=cast.jordan, category=None)
    for tenant in (cast.bahrain, cast.jordan):
        with cast.writing(tenant):
            Person.objects.create(email="sara@example.com", language="ar", created_at=at)
            Attachment.objects.create(size=1, created_at=at, expires_at=at)
            Run.objects.create(cause="night", begun_at=at)
            kind = RepresentationKind.objects.all()[0]
            Representation.objects.create(kind=kind, language="ar", claimed_at=at)
            staff_id = Staff.objects.values_list("pk", flat=True)[0]
            business = Business.objects.create(claimed_at=at)
            Membership.objects.create(business=business, since_at=at)
            incident = Incident.objects.create(
                names={}, entity=Entity.objects.all()[0], opened_at=at, opened_by_id=staff_id
            )
            Decision.objects.create(
                incident=incident, decided_at=at, decided_by_id=staff_id, ended_at=at
            )
            Watch.objects.all().delete()  # so that each clock has room for one
            Escalation.objects.create(
                case=Case.objects.all()[0],
                level="minister",
                position=1,
                reached_at=at,
                at=at,
                history_id=new_id(),
                by_id=staff_id,
            )
            Client.objects.create(staff_id=staff_id, scopes=[], created_at=at, expires_at=at)
    return cast


def id_in(cast: Cast, tenant: Any, model: type[TenantModel], key: str) -> UUID:
    """Return the id of a row that the key could point at, in the given tenant."""
    target = model._meta.get_field(key).related_model
    with cast.inside(tenant):
        return target._base_manager.values_list("pk", flat=True)[0]


def refusal(cast: Cast, model: type[TenantModel], key: str, target_id: UUID) -> IntegrityError:
    """Try to store a row of Bahrain with this key and return PostgreSQL's refusal."""
    with (
        pytest.raises(IntegrityError) as caught,
        tenant_context(cast.bahrain),
        transaction.atomic(),
    ):
        model._base_manager.bulk_create([row_of(model, key, target_id)])
    return caught.value


@pytest.mark.parametrize(("model", "key"), KEYS)
def test_a_row_cannot_point_at_another_tenants_row(filled, model, key):
    foreign_id = id_in(filled, filled.jordan, model, key)

    error = refusal(filled, model, key, foreign_id)

    column = model._meta.get_field(key).column
    assert error.__cause__.diag.constraint_name == f"{model._meta.db_table}_{column}_in_tenant"


@pytest.mark.parametrize(("model", "key"), KEYS)
def test_a_row_can_point_at_a_row_of_its_own_tenant(filled, model, key):
    """The same row is accepted with an own key: the refusal above has no other cause."""
    with tenant_context(filled.bahrain), transaction.atomic():
        own_id = fresh_target(model, key)
        model._base_manager.bulk_create([row_of(model, key, own_id)])

    with filled.inside(filled.bahrain):
        assert model._base_manager.filter(**{key: own_id}).exists()


def fresh_target(model: type[TenantModel], key: str) -> UUID:
    """Make a row to point at that nothing points at yet (some keys are unique)."""
    target = model._meta.get_field(key).related_model
    fields = {f.attname: value_for(f) for f in target._meta.local_concrete_fields}
    row = target(**{**fields, **companions_of(target, "id")})
    return target._base_manager.bulk_create([row])[0].pk


def test_the_refusal_does_not_tell_whether_another_tenant_has_the_row(filled):
    model = apps.get_model("cases", "Applicant")
    foreign_id, unknown_id = id_in(filled, filled.jordan, model, "case"), new_id()

    of_foreign = refusal(filled, model, "case", foreign_id).__cause__.diag.message_detail
    of_unknown = refusal(filled, model, "case", unknown_id).__cause__.diag.message_detail

    assert of_foreign.replace(str(foreign_id), "…") == of_unknown.replace(str(unknown_id), "…")
