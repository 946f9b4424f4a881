"""Frozen facts that actions take and give; no models."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sawti.acting.facts import OnBehalf


class Channel(StrEnum):
    """The way a case came in (B2)."""

    WEB = "web"
    MOBILE = "mobile"
    CONTACT_CENTRE = "contact_centre"
    CHATBOT = "chatbot"
    EMAIL = "email"
    SMS = "sms"
    API = "api"


@dataclass(frozen=True)
class Contact:
    """Who the applicant is, and how to reach them; all of it optional.

    `phone` in E.164 and `national_id` as the country writes it, once validated.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    national_id: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class Filing:
    """What somebody sends to file a case; codes as the catalogue has them.

    `files` are the tokens of uploads (sawti.attachments). `is_confidential`: the applicant wishes
    it. `about_employee`: whom of the staff the case is about, in the applicant's words.
    `on_behalf_of`: for whom it is, where the contact is another person's. `business_id`: the
    company whose case it is. `consents`: ids of the versions that were given with it.
    """

    type: str
    story: str
    language: str
    channel: str = Channel.WEB
    category: str = ""
    entity: str = ""
    place: str = ""
    contact: Contact = field(default_factory=Contact)
    files: tuple[str, ...] = ()
    is_confidential: bool = False
    about_employee: str = ""
    on_behalf_of: OnBehalf | None = None
    consents: tuple[str, ...] = ()
    business_id: UUID | None = None


@dataclass(frozen=True)
class Filed:
    """A filed case. `receipt` is the secret, 16 characters; `is_replay` repeats an answer."""

    case_id: UUID
    number: str
    receipt: str
    due_at: datetime
    entity_id: UUID
    is_replay: bool = False


@dataclass(frozen=True)
class NewReceipt:
    """A receipt that took the place of a lost one: shown once."""

    case_id: UUID
    number: str
    receipt: str


@dataclass(frozen=True)
class Identity(Contact):
    """Who filed a case, as somebody with the right and a reason sees it.

    `represents`: whom they act for, if anybody; `representation`: the code of its kind.
    `company`: the company whose case it is, with its register number and state.
    """

    represents: str = ""
    representation: str = ""
    representation_state: str = ""
    company: str = ""
    company_number: str = ""
    company_state: str = ""
