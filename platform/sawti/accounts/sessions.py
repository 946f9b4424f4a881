"""The session store: a session that another tenant's host made does not exist here."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from sawti.accounts.models import Person, Session, Staff
from sawti.lib import clock
from sawti.tenancy.built import BuiltQuery
from sawti.tenancy.context import current_tenant, reading

PERSON_KEY = "person"
PROOF_KEY = "proof"
BEGAN_KEY = "began"
SEEN_EVERY = timedelta(minutes=1)  # so often is noted that a session is used


class Proof(StrEnum):
    """What a member of staff proved beyond the password; nothing in a session that waits for it."""

    PASSWORD_ONLY = "password_only"  # counts where SAWTI_SECOND_FACTOR is optional: on demos  # noqa: S105
    APP = "totp"
    KEY = "webauthn"
    RECOVERY_CODE = "recovery_code"
    PROVIDER = "provider"
    SUPPORT_LINK = "support_link"

    @property
    def is_enough(self) -> bool:
        """Tell whether the desk, the CMS and the API open."""
        return self != Proof.PASSWORD_ONLY or settings.SAWTI_SECOND_FACTOR == "optional"


@BuiltQuery
def _sessions(key: str, tenant_id: UUID, at: datetime) -> QuerySet[Session]:
    rows = Session.objects.select_related("staff", "person")
    return rows.filter(session_key=key, tenant_id=tenant_id, expire_date__gt=at)


class SessionStore(db.SessionStore):
    """Database sessions bound to the tenant of the request."""

    _staff: Staff | None = None
    _person: Person | None = None
    _seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        session.tenant_id = current_tenant().id
        session.staff_id = data.get(SESSION_KEY)
        session.person_id = data.get(PERSON_KEY)
        began = data.get(BEGAN_KEY)
        if began:
            session.device, session.network = began["device"], began["network"]
            session.idle_seconds = began["idle_seconds"]
            session.signed_in_at = datetime.fromisoformat(began["at"])
            session.seen_at = clock.now()
        return session

    def _get_session_from_db(self) -> Session | None:
        if not str(self.session_key).isalnum():  # no key of ours, and NUL would be an error
            self._session_key = None
            return None
        with reading():
            rows = _sessions(
                key=str(self.session_key), tenant_id=current_tenant().id, at=clock.now()
            )
        found: Session | None = rows[0] if rows else None
        if found is None or _was_left(found):
            self._session_key = self._staff = self._person = None
            return None
        self._staff, self._person, self._seen_at = found.staff, found.person, found.seen_at
        return found

    @property
    def staff(self) -> Staff | None:
        """Whoever signed in with this session, second factor included, and may still.

        Nothing is deleted for the others: a safe request is read-only.
        """
        return self._signed_in if self.is_whole else None

    @property
    def is_whole(self) -> bool:
        """Tell whether all was proved that signing in asks for."""
        proof = self.get(PROOF_KEY, "")
        return proof in list(Proof) and Proof(proof).is_enough

    @property
    def awaited(self) -> Staff | None:
        """Whoever gave the right password and owes the second factor: for the pages that ask it."""
        return None if self.is_whole else self._signed_in

    @property
    def _signed_in(self) -> Staff | None:
        """Staff who are still active and have the same password as when they signed in."""
        if SESSION_KEY not in self or self._staff is None or not self._staff.is_active:
            return None
        older = self._staff.get_session_auth_fallback_hash()  # under SECRET_KEY_FALLBACKS
        present, kept = self._staff.get_session_auth_hash(), self.get(HASH_SESSION_KEY, "")
        is_same = any(constant_time_compare(kept, each) for each in (present, *older))
        return self._staff if is_same else None

    @property
    def person(self) -> Person | None:
        """The applicant who signed in with this session and may still; never beside staff."""
        if PERSON_KEY not in self or SESSION_KEY in self or self._person is None:
            return None
        return self._person if self._person.is_active else None

    def is_to_be_noted(self, at: datetime) -> bool:
        """Tell whether the row should learn that staff use the session."""
        return (
            self._seen_at is not None
            and at - self._seen_at >= SEEN_EVERY
            and self.session_key is not None
        )

    def delete(self, session_key: str | None = None) -> None:
        """End a session of this tenant; a key of another tenant's ends nothing."""
        key = session_key or self.session_key
        Session.objects.filter(session_key=key, tenant_id=current_tenant().id).delete()


def _was_left(row: Session) -> bool:
    """Tell whether nobody came back in time."""
    if row.seen_at is None or row.idle_seconds is None:
        return False
    return clock.now() - row.seen_at >= timedelta(seconds=row.idle_seconds)


def person_of(request: HttpRequest) -> Person | None:
    """Return the applicant who is signed in; one statement, and none without a session's cookie."""
    session = getattr(request, "session", None)
    return session.person if isinstance(session, SessionStore) else None
