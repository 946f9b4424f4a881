"""How the words of a message read for a case, and sending them to their editor alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.utils.translation import gettext, override

from sawti.accounts.models import Staff
from sawti.cases.messages import about_case
from sawti.cases.models import Case
from sawti.cases.scope import in_scope
from sawti.catalogue.permissions import require_editor
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.notifications.email import written
from sawti.notifications.models import Channel, Notification
from sawti.notifications.sms import text_of
from sawti.notifications.steps import queue
from sawti.telling.steps import WordingDraft, check_wording
from sawti.telling.words import is_for_phones
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of

NO_CASE = UUID(int=0)
# 3GPP TS 23.038: characters of one SMS, and of each part of a longer one.
SINGLE, SINGLE_UCS2 = (160, 153), (70, 67)


@dataclass(frozen=True)
class CaseToShow:
    """A case that the words are filled with, or an invented one."""

    about: Case | None = None

    @property
    def number(self) -> str:
        """Its number; "" for an invented one."""
        return self.about.number if self.about else ""


INVENTED = CaseToShow()


def case_to_show(number: str, *, by: Staff) -> CaseToShow | None:
    """Return a case by its number, if the editor may see it; else None."""
    case = in_scope(rights_of(by)).filter(number=number).first()
    return CaseToShow(case) if case else None


def read_out(
    template: str, draft: WordingDraft, case: CaseToShow, language: str, *, at: datetime
) -> tuple[str, str]:
    """Return subject and text as a reader would get them; the subject of an SMS is ""."""
    message = _message(template, draft, case, language, at)
    if is_for_phones(template):
        return "", text_of(message)
    mail = written(message, current_tenant(), address_of(current_tenant()))
    return mail.subject, mail.text


def send_trial(
    template: str, draft: WordingDraft, case: CaseToShow, *, by: Staff, at: datetime
) -> None:
    """Queue the message as an e-mail to its editor, in the open transaction; raises InvalidInput.

    An SMS goes as an e-mail too: the account of staff has no phone.
    """
    require_editor(by)
    check_wording(template, draft)
    message = _message(template, draft, case, by.language, at)
    subject = message.params["own_subject"]
    queue(
        channel=Channel.EMAIL,
        template=template,
        language=by.language,
        address=by.email,
        params={
            **message.params,
            "own_subject": f"{gettext('Test')}: {subject}" if subject else "",
        },
        about_id=by.id,
        at=at,
    )


def parts_of_sms(text: str) -> int:
    """Return as how many SMS a text goes; other letters than Latin ones need more room."""
    single, part = SINGLE if text.isascii() else SINGLE_UCS2
    return 1 if len(text) <= single else ceil(len(text) / part)


def _message(
    template: str, draft: WordingDraft, case: CaseToShow, language: str, at: datetime
) -> Notification:
    own = {
        "own_subject": draft.subjects.get(language, ""),
        "own_body": draft.bodies.get(language, ""),
    }
    about = _invented(language, at) if case.about is None else about_case(case.about, language)
    with override(language):
        reason = {"why": gettext("a public holiday")}
    return Notification(template=template, language=language, params={**about, **reason, **own})


def _invented(language: str, at: datetime) -> dict[str, str]:
    return {
        "number": f"{current_tenant().number_prefix}-4K7M-Q2XA-S",
        "case_id": str(NO_CASE),
        "due_at": (at + timedelta(days=14)).isoformat(),
        "entity": entity_tree().triage.name(language),
    }
