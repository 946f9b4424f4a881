"""The confirmation that a case was filed."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from sawti.accounts.models import Person
from sawti.cases.facts import Filed, Filing
from sawti.cases.hearing import HearsFacts, will_hear
from sawti.catalogue.queries import catalogue
from sawti.documents.libraries import missing_libraries
from sawti.entities.queries import entity_tree
from sawti.letters.tokens import HeldReceipt, sealed_token
from sawti.lib import clock
from sawti.lib.ids import grouped_receipt
from sawti_portal.behalf import what_next_for
from sawti_portal.files import names_sent


@dataclass(frozen=True)
class FiledContent:
    """The confirmation. `receipt` is grouped for reading; `hears`: how its news is told.

    `receipt_token` asks for the receipt as PDF; "" where none can be made.
    `files`: the names of what was sent along.
    """

    number: str
    receipt: str
    due_on: date
    entity_name: str
    what_next: tuple[str, ...]
    hears: HearsFacts
    track_url: str
    receipt_token: str
    files: tuple[str, ...] = ()


def filed_content(filed: Filed, filing: Filing, person: Person | None) -> FiledContent:
    """Return what the confirmation shows."""
    held = HeldReceipt(filed.case_id, filed.number, filed.receipt)
    return FiledContent(
        number=filed.number,
        receipt=grouped_receipt(filed.receipt),
        due_on=timezone.localtime(filed.due_at).date(),
        entity_name=entity_tree().by_id[filed.entity_id].name(filing.language),
        what_next=(
            *catalogue().text("what_next", filing.language),
            *what_next_for(filing.on_behalf_of),
        ),
        hears=will_hear(
            filing.contact.email, person, acts_for_another=filing.on_behalf_of is not None
        ),
        track_url=reverse("portal:case", args=[filed.number]),
        receipt_token="" if missing_libraries() else sealed_token(held, at=clock.now()),
        files=names_sent(filing.files),
    )
