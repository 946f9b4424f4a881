"""What a filing must be like; the same verdict for portal, API and every other channel."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sawti.accounts.contacts import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    checked_national_id,
    checked_phone,
    is_email,
)
from sawti.acting.rules import faults_of
from sawti.attachments.errors import TooManyFiles
from sawti.attachments.facts import MOST_FILES
from sawti.cases.facts import Channel, Contact, Filing
from sawti.catalogue.models import ConfidentialBy
from sawti.catalogue.queries import CategoryFacts, TypeFacts, catalogue
from sawti.enabling.calling import ask
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid, InvalidInput
from sawti.lib.text import has_controls
from sawti.plugins.facts import CaseFacts
from sawti.tenancy.context import current_tenant

LONGEST_STORY = 5000
LONGEST_PLACE = 200


@dataclass(frozen=True)
class ValidFiling:
    """A filing that names real types, categories and entities of this tenant."""

    filing: Filing
    case_type: TypeFacts
    category: CategoryFacts | None
    entity_id: UUID | None

    @property
    def confidentiality_id(self) -> UUID | None:
        """The class of the case: that of its category, by policy or because it was wished."""
        category = self.category
        if category is None or category.confidentiality_id is None:
            return None
        by_policy = category.confidential_by == ConfidentialBy.POLICY
        return category.confidentiality_id if by_policy or self.filing.is_confidential else None


def validated(filing: Filing, *, at: datetime) -> ValidFiling:
    """Return the filing with its codes resolved; raises InvalidInput with every fault at once."""
    faults: list[Invalid] = []
    contact = _contact(filing.contact, faults)
    _text("story", filing.story, LONGEST_STORY, faults, is_required=True)
    _text("place", filing.place, LONGEST_PLACE, faults)
    _text("about_employee", filing.about_employee, LONGEST_NAME, faults)
    case_type = _type(filing.type, faults)
    category = _category(filing.category, faults)
    entity_id = _entity(filing.entity, faults)
    if filing.on_behalf_of and filing.business_id:
        text = N_("File for a company or for a person, not for both.")
        faults.append(Invalid("business", text))
    if filing.on_behalf_of:
        faults += faults_of(filing.on_behalf_of, at=at)
    if filing.language not in current_tenant().languages:
        allowed = ", ".join(current_tenant().languages)
        faults.append(Invalid("language", N_("Choose one of: %(allowed)s."), allowed=allowed))
    if filing.channel not in set(Channel):
        faults.append(
            Invalid("channel", N_("Choose one of: %(allowed)s."), allowed=", ".join(Channel))
        )
    if len(filing.files) > MOST_FILES:
        faults.append(TooManyFiles(most=MOST_FILES))
    if faults or case_type is None:
        raise InvalidInput(faults)
    clean = replace(
        filing,
        story=filing.story.strip(),
        place=filing.place.strip(),
        contact=contact,
        about_employee=filing.about_employee.strip(),
    )
    if filing.is_confidential and not _may_be_confidential(category):
        raise InvalidInput(
            [Invalid("is_confidential", N_("Cases of this category can't be confidential."))]
        )
    if faults := _objections(facts_for_plugins(clean)):
        raise InvalidInput(faults)
    return ValidFiling(clean, case_type, category, entity_id)


def facts_for_plugins(filing: Filing) -> CaseFacts:
    """Return what hooks learn about a filing: everything but who files it."""
    return CaseFacts(
        type=filing.type,
        category=filing.category,
        entity=filing.entity,
        channel=filing.channel,
        language=filing.language,
        place=filing.place,
        story=filing.story,
    )


def _objections(case: CaseFacts) -> list[Invalid]:
    """Return what enabled plugins object to, each fault with the name of its plugin."""
    faults: list[Invalid] = []
    for plugin, found in ask("check_filing", case=case):
        for fault in found:
            fault.plugin = plugin
            faults.append(fault)
    return faults


def _text(
    field: str, text: str, longest: int, faults: list[Invalid], *, is_required: bool = False
) -> None:
    if is_required and not text.strip():
        faults.append(Invalid(field, N_("Tell us what happened.")))
    elif has_controls(text):
        faults.append(Invalid(field, N_("Remove the invisible control characters from the text.")))
    elif len(text) > longest:
        faults.append(
            Invalid(
                field,
                N_("Shorten the text to %(longest)s characters; it has %(length)s."),
                longest=longest,
                length=len(text),
            )
        )


def _type(code: str, faults: list[Invalid]) -> TypeFacts | None:
    found = catalogue().types.get(code)
    if found is None or not found.is_active:
        allowed = ", ".join(row.code for row in catalogue().types.values() if row.is_active)
        faults.append(Invalid("type", N_("Choose one of: %(allowed)s."), allowed=allowed))
        return None
    return found


def _category(code: str, faults: list[Invalid]) -> CategoryFacts | None:
    found = catalogue().categories.get(code)
    if code and (found is None or not found.is_active or found.parent_id is None):
        faults.append(
            Invalid("category", N_("There is no such category. Choose one from the list."))
        )
        return None
    return found


def _may_be_confidential(category: CategoryFacts | None) -> bool:
    return category is not None and category.confidentiality_id is not None


def _entity(code: str, faults: list[Invalid]) -> UUID | None:
    if not code:
        return None
    found = entity_tree().standing(code)  # of a draft or a link from before a merger
    if found is None or not found.is_active:
        faults.append(Invalid("entity", N_("There is no such entity. Choose one from the list.")))
        return None
    return found.id


def _contact(contact: Contact, faults: list[Invalid]) -> Contact:
    email = contact.email.strip().lower()
    _text("contact.name", contact.name, LONGEST_NAME, faults)
    if email and not is_email(email):
        faults.append(
            Invalid("contact.email", N_("Write an e-mail address such as name@example.com."))
        )
    _text("contact.address", contact.address, LONGEST_ADDRESS, faults)
    phone, number = contact.phone, contact.national_id
    try:
        phone = checked_phone("contact.phone", phone)
    except Invalid as fault:
        faults.append(fault)
    try:
        number = checked_national_id("contact.national_id", number)
    except Invalid as fault:
        faults.append(fault)
    return Contact(contact.name.strip(), email, phone, number, contact.address.strip())
