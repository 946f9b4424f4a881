"""Companies of invented people, so that the demo shows cases that belong to one."""

from base64 import b64decode
from datetime import datetime, timedelta

from sawti.accounts.actions.persons import ask_sign_in_code, sign_in_person
from sawti.accounts.models import OneTimeCode, Person, Staff
from sawti.accounts.steps import opened_code
from sawti.acting.permissions import may_check
from sawti.attachments.actions import upload_file
from sawti.businesses.actions.checking import open_documents, verify_business
from sawti.businesses.actions.members import claim_business, invite
from sawti.businesses.models import Business, Invitation
from sawti.businesses.rules import Claim
from sawti.cases.actions.companies import join_business
from sawti.cases.actions.filing import file_case
from sawti.cases.facts import Contact, Filing
from sawti.catalogue.queries import catalogue
from sawti.tenancy.context import current_tenant, reading

OWNER, AGENT, NEWCOMER = "owner", "agent", "newcomer"
NAMES = {OWNER: "خالد مراد", AGENT: "Dana Rahman", NEWCOMER: "سلمى داود"}
LANGUAGES = {OWNER: "ar", AGENT: "en", NEWCOMER: "ar"}
VERIFIED = ("مخبز السنابل", "Sanabel Bakery", "48210-1")
WAITING = ("ورشة الميناء", "Harbour Workshop", "77135-2")
CLAIMED_DAYS_AGO = 30
# An empty sheet of 64 by 90 points, as PNG: what a register's document may be in a demo.
SHEET = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABaAQMAAAAy6sJgAAAAA1BMVEUAAACnej3aAAAAEElEQVR42mNgGAWjYBQQBgAD"
    "KgABg0sEfQAAAABJRU5ErkJggg=="
)
STORIES = (
    (OWNER, "تنقطع الكهرباء عن المخبز كل ليلة بين الثانية والرابعة، ويفسد العجين."),
    (AGENT, "Delivery vans can't reach our door: the road works have closed it for three weeks."),
    (OWNER, "طلبنا تجديد رخصة البلدية قبل شهرين ولم يصلنا رد."),
    (AGENT, "The water bill of our shop is ten times that of last month; the meter may be broken."),
    (AGENT, "The waste container behind the bakery has not been emptied since Sunday."),
    (OWNER, "نود إقامة موقف قصير للسيارات أمام المحل. ما الإجراء المطلوب؟"),
)


def add_demo_companies(*, at: datetime) -> int:
    """Add a verified company with cases, and one that waits for a check; return how many.

    Again adds nothing. What people do is done by the actions, so all of it is on record.
    """
    with reading():
        known = Business.objects.exists()
        checkers = [] if known else _checkers()
    if not checkers:
        return 0
    begun = at - timedelta(days=CLAIMED_DAYS_AGO)
    owner, agent = _person(OWNER, begun), _person(AGENT, begun)
    company = _claimed(VERIFIED, owner, begun)
    open_documents(company.id, by=checkers[0], reason="السجل التجاري", at=begun)
    verify_business(company.id, by=checkers[0], at=begun)
    _join(company, owner, agent, begun)
    people = {OWNER: owner, AGENT: agent}
    for number, (who, story) in enumerate(STORIES):
        filed_at = begun + timedelta(days=2 + number * 4)
        _file(company, people[who], who, story, filed_at)
    _claimed(WAITING, _person(NEWCOMER, at), at)
    return 2


def _checkers() -> list[Staff]:
    found = Staff.objects.people().filter(is_active=True).order_by("email")
    return [each for each in found if may_check(each)]


def _person(key: str, at: datetime) -> Person:
    """Return a person who signed in, by a code like everybody."""
    address = f"{key}@company.example"
    token = ask_sign_in_code(address=address, language=LANGUAGES[key], source="demo", at=at)
    with reading():
        code = opened_code(OneTimeCode.objects.filter(address=address).latest("asked_at"))
    return sign_in_person(token=token, code=code, language=LANGUAGES[key], at=at)


def _claimed(words: tuple[str, str, str], person: Person, at: datetime) -> Business:
    sent = upload_file([SHEET], name="register.png", sender="demo", at=at)
    name, other_name, number = words
    claim = Claim(name, number, other_name, files=(sent.token,))
    return claim_business(claim, person=person, at=at)


def _join(company: Business, owner: Person, agent: Person, at: datetime) -> None:
    invite(company.id, person_id=owner.id, email=agent.email, role="agent", language="en", at=at)
    with reading():
        token = Invitation.objects.get(business=company).token
    join_business(token, person=agent, at=at)


def _file(company: Business, person: Person, key: str, story: str, at: datetime) -> None:
    types = [row.code for row in catalogue().types.values() if row.is_active]
    language = LANGUAGES[key]
    spoken = current_tenant().languages
    filing = Filing(
        type="complaint" if "complaint" in types else types[0],
        story=story,
        language=language if language in spoken else spoken[0],
        contact=Contact(NAMES[key], person.email),
        business_id=company.id,
    )
    file_case(filing, at=at, person_id=person.id)
