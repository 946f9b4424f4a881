"""The session store: a session that another tenant's host made does not exist here."""

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from sawti.accounts.models import Person, Session, Staff
from sawti.lib import clock
from sawti.tenancy.context import current_tenant, reading

PERSON_KEY = "person"


class SessionStore(db.SessionStore):
    """Database sessions bound to the tenant of the request."""

    _staff: Staff | None = None
    _person: Person | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        session.tenant_id = current_tenant().id
        session.staff_id = data.get(SESSION_KEY)
        session.person_id = data.get(PERSON_KEY)
        return session

    def _get_session_from_db(self) -> Session | None:
        if not str(self.session_key).isalnum():  # no key of ours, and NUL would be an error
            self._session_key = None
            return None
        with reading():
            found = (
                Session.objects.select_related("staff", "person")
                .filter(
                    session_key=self.session_key,
                    tenant_id=current_tenant().id,
                    expire_date__gt=clock.now(),
                )
                .first()
            )
        if found is None:
            self._session_key = None
        self._staff = found.staff if found else None
        self._person = found.person if found else None
        return found

    @property
    def staff(self) -> Staff | None:
        """Whoever signed in with this session and may still: active, and with the same password.

        Nothing is deleted for the others: a safe request is read-only.
        """
        if SESSION_KEY not in self or self._staff is None or not self._staff.is_active:
            return None
        kept, present = self.get(HASH_SESSION_KEY, ""), self._staff.get_session_auth_hash()
        return self._staff if constant_time_compare(kept, present) else None

    @property
    def person(self) -> Person | None:
        """The applicant who signed in with this session and may still; never beside staff."""
        if PERSON_KEY not in self or SESSION_KEY in self or self._person is None:
            return None
        return self._person if self._person.is_active else None

    def delete(self, session_key: str | None = None) -> None:
        """End a session of this tenant; a key of another tenant's ends nothing."""
        key = session_key or self.session_key
        Session.objects.filter(session_key=key, tenant_id=current_tenant().id).delete()


def person_of(request: HttpRequest) -> Person | None:
    """Return the applicant who is signed in; one statement, and none without a session's cookie."""
    session = getattr(request, "session", None)
    return session.person if isinstance(session, SessionStore) else None
