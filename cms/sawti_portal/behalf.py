"""For whom a draft files, where that is not the person themselves."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from sawti.accounts.models import Person
from sawti.acting.facts import OnBehalf, Right
from sawti.acting.queries import RepresentationFacts, lasting_for
from sawti.businesses.queries import BusinessFacts, businesses_to_file_for
from sawti.catalogue.queries import RepresentationKindFacts, catalogue
from sawti.lib import clock
from sawti.tenancy.context import reading
from sawti_portal.rendering import language
from sawti_portal.steps import Step
from sawti_ui import parts

Values = Mapping[str, str]
COMPANY = "company-"  # before the id of a company, among those whom one may choose


def kinds_to_choose(*, has_account: bool) -> list[RepresentationKindFacts]:
    """Return the kinds under which a case can be filed, for somebody with an account or without."""
    known = (kind for kind in catalogue().representations.values() if kind.is_active)
    return [k for k in known if Right.FILE in k.may and (has_account or not k.needs_account)]


def people_to_choose(person: Person | None) -> tuple[RepresentationFacts, ...]:
    """Return whom the signed-in person represents lastingly."""
    if person is None:
        return ()
    with reading():
        return lasting_for(person.id, language=language(), at=clock.now())


def companies_to_choose(person: Person | None) -> tuple[BusinessFacts, ...]:
    """Return the companies for which the signed-in person may file."""
    if person is None:
        return ()
    with reading():
        return businesses_to_file_for(person.id)


def business_in(values: Values) -> UUID | None:
    """Return the company that a draft files for, if any."""
    chosen = values.get("for_id", "") if values.get("is_for_other") else ""
    is_company = chosen.startswith(COMPANY)
    return UUID(chosen.removeprefix(COMPANY)) if is_company else None


def behalf_of(values: Values) -> OnBehalf | None:
    """Return for whom the draft files; None where it is for the person themselves."""
    if not values.get("is_for_other") or business_in(values):
        return None
    if chosen := values.get("for_id"):
        return OnBehalf(representation_id=UUID(chosen))
    until = values.get("for_until")
    return OnBehalf(
        kind=values.get("for_kind", ""),
        name=values.get("for_name", "").strip(),
        email=values.get("for_email", "").strip().lower(),
        is_lasting=bool(values.get("for_lasting")),
        valid_until=date.fromisoformat(until) if until else None,
        proofs=proofs_in(values),
    )


def proofs_in(values: Values) -> tuple[str, ...]:
    """Return the tokens of the documents that a draft holds as proof."""
    return tuple(values.get("proofs", "").split())


def behalf_to_check(values: Values) -> tuple[parts.Fact, ...]:
    """Return for whom it is, for the last page; nothing where it is for the person themselves."""
    if not values.get("is_for_other"):
        return ()
    if values.get("for_id"):
        chosen = values.get("for_label", "")
        return (parts.Fact(gettext("For whom it is"), chosen, change_url=Step.BEHALF.url),)
    kind = catalogue().representations.get(values.get("for_kind", ""))
    how = kind.name(language()) if kind else ""
    given = " – ".join(part for part in (values.get("for_name", ""), how) if part)
    url = Step.BEHALF.url
    facts = [parts.Fact(gettext("For whom it is"), given, change_url=url)]
    if found := proofs_in(values):
        facts.append(parts.Fact(gettext("Documents of proof"), str(len(found)), change_url=url))
    return tuple(facts)


def what_next_for(wanted: OnBehalf | None) -> tuple[str, ...]:
    """Return what the confirmation says to whoever filed for somebody else."""
    kind = catalogue().representations.get(wanted.kind) if wanted else None
    if kind is None or not kind.needs_proof:
        return ()
    return (
        gettext("We check your document. Until it is accepted, the case does not open for you."),
    )
