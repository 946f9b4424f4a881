"""One cast everywhere: two tenants, their people, and what people do with cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client

from sawti.accounts.models import Person, Staff
from sawti.accounts.sessions import PERSON_KEY, PROOF_KEY, Proof, SessionStore
from sawti.attachments.actions import upload_file
from sawti.attachments.facts import Uploaded
from sawti.cases.actions import applicant, filing, handling, notes
from sawti.cases.facts import Contact, Filed, Filing
from sawti.cases.models import Case
from sawti.lib import clock
from sawti.outbox.delivery import deliver_due
from sawti.quality.actions import rate_answer
from sawti.tenancy.context import TenantFacts, reading, tenant_context
from sawti.tenancy.queries import tenant_by_slug
from tests import hostile, people

STORY = "عمود الإنارة أمام المنزل لا يعمل منذ ثلاثة أيام"


def utc(text: str) -> datetime:
    """Return the instant of `2026-03-01T08:00Z` (the Z may be left out)."""
    return datetime.fromisoformat(text.removesuffix("Z") + "+00:00")


@dataclass
class Cast:
    """The tenants, their people, and shortcuts for what they do; instants default to now."""

    _staff: dict[str, Staff] = field(default_factory=dict)

    @cached_property
    def bahrain(self) -> TenantFacts:
        return self._tenant("bahrain")

    @cached_property
    def jordan(self) -> TenantFacts:
        return self._tenant("jordan")

    def _tenant(self, slug: str) -> TenantFacts:
        tenant = tenant_by_slug(slug)
        assert tenant is not None
        return tenant

    @contextmanager
    def inside(self, tenant: TenantFacts) -> Iterator[TenantFacts]:
        """Serve a tenant and read in it (writes go through actions, outside of this)."""
        with tenant_context(tenant), reading():
            yield tenant

    @contextmanager
    def writing(self, tenant: TenantFacts) -> Iterator[None]:
        """Write in a tenant as no action would: for preparing what a test is about."""
        with tenant_context(tenant), transaction.atomic():
            yield

    def count(self, model: Any, tenant: TenantFacts | None = None) -> int:
        """Return how many rows of `model` a tenant has."""
        with self.inside(tenant or self.bahrain):
            return int(model.objects.count())

    def staff(self, person: people.Person) -> Staff:
        """Return the account of one of tests/people.py."""
        if person.email not in self._staff:
            with self.inside(self._tenant(person.tenant)):
                self._staff[person.email] = Staff.objects.get(email=person.email)
        return self._staff[person.email]

    @property
    def fatima(self) -> Staff:
        """Focal point for electricity in Bahrain: her entity gets the cases of `file_case`."""
        return self.staff(people.FATIMA)

    @property
    def yusuf(self) -> Staff:
        """Focal point for roads in Bahrain: the other entity."""
        return self.staff(people.YUSUF)

    @property
    def maryam(self) -> Staff:
        """Dispatcher in Bahrain, over electricity and works too."""
        return self.staff(people.MARYAM)

    @property
    def khalid(self) -> Staff:
        """Head above Fatima's department: may read, may not act."""
        return self.staff(people.KHALID)

    @property
    def noor(self) -> Staff:
        """Staff in Bahrain without any post."""
        return self.staff(people.NOOR)

    @property
    def salma(self) -> Staff:
        """Administrator in Bahrain: gives posts, reads no case."""
        return self.staff(people.SALMA)

    @property
    def omar(self) -> Staff:
        """The outsider: a focal point and dispatcher of Jordan."""
        return self.staff(people.OMAR)

    def file_case(
        self,
        *,
        tenant: TenantFacts | None = None,
        on: str | None = None,
        key: str = "",
        person_id: UUID | None = None,
        **changes: Any,
    ) -> Filed:
        """File a street-lighting complaint (in Bahrain unless said); return it with its receipt."""
        values: dict[str, Any] = {
            "type": "complaint",
            "story": STORY,
            "language": "ar",
            "category": "street-lighting",
            "contact": Contact("سارة", "sara@example.com", ""),
        }
        at = utc(on) if on else clock.now()
        with tenant_context(tenant or self.bahrain):
            return filing.file_case(
                Filing(**{**values, **changes}), at=at, key=key, person_id=person_id
            )

    def upload(
        self,
        sent: bytes = b"",
        *,
        name: str = "lamp.jpg",
        tenant: TenantFacts | None = None,
        on: str | None = None,
    ) -> Uploaded:
        """Take a file in, a small photo unless said; use it with the fixture `files_folder`."""
        with tenant_context(tenant or self.bahrain):
            return upload_file(
                [sent or hostile.jpeg()],
                name=name,
                sender="cast",
                at=utc(on) if on else clock.now(),
            )

    def case(self, case_id: UUID, tenant: TenantFacts | None = None) -> Case:
        """Return the case as the database has it now."""
        with self.inside(tenant or self.bahrain):
            found: Case = Case.objects.get(pk=case_id)
        return found

    def take(self, case_id: UUID, *, by: Staff | None = None, on: str | None = None) -> Case:
        return self._handle(handling.take_case, case_id, by, on)

    def ask(self, case_id: UUID, *, by: Staff | None = None, on: str | None = None) -> Case:
        return self._handle(handling.ask_applicant, case_id, by, on, question="أي عمود؟")

    def answer(self, case_id: UUID, *, by: Staff | None = None, on: str | None = None) -> Case:
        return self._handle(handling.answer_case, case_id, by, on, answer="تم إصلاح العمود.")

    def transfer(
        self, case_id: UUID, to: str, *, by: Staff | None = None, on: str | None = None
    ) -> Case:
        return self._handle(
            handling.transfer_case, case_id, by, on, entity_code=to, reason="ليس من اختصاصنا"
        )

    def reply(self, case_id: UUID, *, on: str | None = None) -> Case:
        """The applicant answers the open question."""
        with tenant_context(self.bahrain):
            return applicant.reply_to_question(
                case_id, reply="العمود رقم ٧", at=utc(on) if on else clock.now()
            )

    def assign(self, case_id: UUID, *, to: Staff | None = None, by: Staff | None = None) -> Case:
        return self._handle(handling.assign_case, case_id, by, None, to=(to or self.fatima).id)

    def withdraw(self, case_id: UUID, *, on: str | None = None) -> Case:
        """The applicant takes the case back."""
        with tenant_context(self.bahrain):
            return applicant.withdraw_case(
                case_id, reason="حُلّت المشكلة", at=utc(on) if on else clock.now()
            )

    def reopen(self, case_id: UUID, *, on: str | None = None) -> Case:
        """The applicant is not content with the answer."""
        with tenant_context(self.bahrain):
            return applicant.reopen_case(
                case_id, reason="ما زال العمود مطفأ", at=utc(on) if on else clock.now()
            )

    def note(self, case_id: UUID, note: str, *, by: Staff | None = None) -> Case:
        with tenant_context(self.bahrain):
            return notes.add_note(case_id, by=by or self.fatima, note=note, at=clock.now())

    def rate(self, case_id: UUID, *, score: int = 4, on: str | None = None) -> Case:
        with tenant_context(self.bahrain):
            return rate_answer(
                case_id,
                score=score,
                reasons=["solved"],
                words="شكرًا",
                at=utc(on) if on else clock.now(),
            )

    def _handle(
        self, action: Any, case_id: UUID, by: Staff | None, on: str | None, **words: Any
    ) -> Case:
        actor = by or self.fatima
        version = self.case(case_id).version
        with tenant_context(self.bahrain):
            case: Case = action(
                case_id, by=actor, version=version, at=utc(on) if on else clock.now(), **words
            )
        return case

    def deliver(self, tenant: TenantFacts | None = None) -> int:
        """Deliver what the outbox of a tenant holds; return how many rows were tried."""
        with tenant_context(tenant or self.bahrain):
            return deliver_due()

    def client(
        self, person: people.Person | people.Applicant | None = None, *, tenant: str = "bahrain"
    ) -> Client:
        """Return a test client at a tenant's host, signed in as `person` if given.

        The host is that of the person's own tenant.
        """
        slug = person.tenant if person else tenant
        client = Client(HTTP_HOST=f"{slug}.localhost:8000")
        if person:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session_of(person)
        return client

    def applicant(self, person: people.Applicant) -> Person:
        """Return the account of an applicant, made here the first time."""
        with self.writing(self._tenant(person.tenant)):
            found: Person | None = Person.objects.filter(email_hash=person.email).first()
            return found or Person.objects.create(  # type: ignore[no-any-return]
                email=person.email, language=person.language, created_at=clock.now()
            )

    def session_of(
        self, person: people.Person | people.Applicant, *, proof: Proof | None = Proof.APP
    ) -> str:
        """Make a session as signing in does, and return its key.

        Of staff it is whole, as after the second factor; without `proof` it still waits for it.
        """
        if isinstance(person, people.Applicant):
            account = self.applicant(person)
            with tenant_context(self._tenant(person.tenant)):
                session = SessionStore()
                session[PERSON_KEY] = str(account.pk)
                session.save()
            return str(session.session_key)
        staff = self.staff(person)
        with tenant_context(self._tenant(person.tenant)):
            session = SessionStore()
            session[SESSION_KEY] = str(staff.pk)
            session[BACKEND_SESSION_KEY] = "sawti.accounts.backends.StaffBackend"
            session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
            if proof:
                session[PROOF_KEY] = proof
            session.save()
        return str(session.session_key)
