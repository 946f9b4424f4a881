"""Builds the answers about a case from its frozen facts: an allow-list, field by field."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import override

from sawti.acting.facts import ActsFacts
from sawti.attachments.facts import FileFacts
from sawti.cases.facts import Filed
from sawti.cases.labels import state_label_for_applicant
from sawti.cases.lifecycle import State
from sawti.cases.queries import CaseForApplicant, HistoryFacts, MessageFacts
from sawti.lib.ids import grouped_receipt
from sawti.quality.queries import RatingFacts
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of
from sawti.tenancy.snapshot import kept_per_version
from sawti_api.resource import moment_writer

Write = Callable[[datetime], str]
Address = Callable[[UUID], str]


@kept_per_version
def own_address() -> str:
    """Return the origin of the current tenant's pages."""
    return address_of(current_tenant())


def filed(case: Filed, *, language: str) -> dict[str, Any]:
    """Return the answer to a filing; `language` is the applicant's, for the page to follow."""
    with override(language):
        page = reverse("portal:case", kwargs={"number": case.number})
    return {
        "number": case.number,
        "receipt": grouped_receipt(case.receipt),
        "state": State.RECEIVED.value,
        "due_at": moment_writer()(case.due_at),
        "track_url": own_address() + page,
    }


def for_applicant(case: CaseForApplicant, given: RatingFacts | None) -> dict[str, Any]:
    """Return what the applicant may see; `given` is their rating of the present answer."""
    write = moment_writer()
    address = addresses("api:case_file", number=case.number)
    return {
        "number": case.number,
        "state": case.state,
        "state_name": state_label_for_applicant(case.state),
        "type": case.type_name,
        "category": case.category_name,
        "entity": case.entity_name,
        "place": case.place,
        "received_at": write(case.received_at),
        "due_at": write(case.due_at),
        "is_overdue": case.is_overdue,
        "may_reply": case.may_reply,
        "may_withdraw": case.may_withdraw,
        "may_rate": case.may_rate,
        "may_reopen": case.may_reopen,
        "reopen_until": write(case.reopen_until) if case.reopen_until else None,
        "reopenings": case.reopenings,
        "rating": rating(given, write) if given else None,
        "on_behalf_of": acts(case.acts) if case.acts else None,
        "messages": [message(each, write, address) for each in case.messages],
        "history": [event(each, write) for each in case.history],
    }


def acts(facts: ActsFacts) -> dict[str, Any]:
    """Return how somebody acts for the applicant."""
    return {"kind": facts.kind_code, "kind_name": facts.kind_name, "state": facts.state}


def rating(facts: RatingFacts, write: Write) -> dict[str, Any]:
    """Return a rating without who gave it."""
    return {
        "score": facts.score,
        "reasons": list(facts.reasons),
        "words": facts.words,
        "answered_at": write(facts.answered_at),
        "rated_at": write(facts.rated_at),
    }


def addresses(route: str, **case: Any) -> Address:
    """Return the function that writes the address of a file of one case."""
    return lambda file_id: reverse(route, kwargs={**case, "file_id": file_id})


def file(facts: FileFacts, address: Address) -> dict[str, Any]:
    """Return what is told of a file."""
    return {
        "id": str(facts.id),
        "name": facts.name,
        "media_type": facts.media_type,
        "size": facts.size,
        "width": facts.width,
        "height": facts.height,
        "url": address(facts.id),
    }


def message(facts: MessageFacts, write: Write, address: Address) -> dict[str, Any]:
    """Return a message without its author."""
    return {
        "kind": facts.kind,
        "body": facts.body,
        "sent_at": write(facts.sent_at),
        "entity": facts.entity_name,
        "files": [file(each, address) for each in facts.files],
    }


def event(facts: HistoryFacts, write: Write) -> dict[str, Any]:
    """Return an event without who caused it and why."""
    return {
        "event": facts.event,
        "at": write(facts.at),
        "from_entity": facts.from_entity,
        "to_entity": facts.to_entity,
    }
