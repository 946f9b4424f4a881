"""Who of the staff belongs to an audience of a case: never somebody who may not see the case."""

from collections.abc import Iterable

from sawti.accounts.models import Staff
from sawti.cases.models import TAKING_PART, Case, Involvement
from sawti.cases.scope import HANDLE, VIEW, scope_of, those_to_tell
from sawti.entities.permissions import rights_of
from sawti.entities.posts import heads_of
from sawti.telling.facts import Audience


def staff_of(audience: Audience, case: Case, *, holder: Staff | None = None) -> list[Staff]:
    """Return who belongs to the audience now; `holder` counts instead of who holds the case."""
    if audience == Audience.FOCAL_POINTS:
        return those_to_tell(case)
    if audience == Audience.HOLDER:
        held_by = holder or case.holder
        is_told = held_by and held_by.is_active and may_handle(held_by, case)
        return [held_by] if is_told else those_to_tell(case)
    if audience == Audience.HEADS:
        return _who_see(case, heads_of(case.entity_id))
    return _who_see(case, _participants(case))


def may_handle(staff: Staff, case: Case) -> bool:
    """Tell whether somebody may act on the case."""
    return scope_of(rights_of(staff)).allows(HANDLE, case)


def _participants(case: Case) -> list[Staff]:
    rows = Involvement.objects.filter(case=case, kind__in=TAKING_PART, staff__is_active=True)
    found = rows.select_related("staff").order_by("staff__email", "id")
    return list(dict.fromkeys(row.staff for row in found))


def _who_see(case: Case, people: Iterable[Staff]) -> list[Staff]:
    """Keep those who may see the case; whoever takes part no longer does not."""
    return [each for each in people if scope_of(rights_of(each)).allows(VIEW, case)]
