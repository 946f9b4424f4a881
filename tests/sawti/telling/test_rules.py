"""Who hears of what: the rules of the tenant decide, and only who may see a case hears of it."""

from collections.abc import Mapping
from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.cases.models import Involvement, InvolvementKind
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.models import Edit
from sawti.lib.errors import InvalidInput, NotPermitted
from sawti.notifications.models import Notification
from sawti.telling.facts import DEFAULTS, EDITABLE, Audience, What, audiences_of
from sawti.telling.labels import NAME_NAMES, OWN_NAMES, TEMPLATE_NAMES, WHAT_NAMES
from sawti.telling.models import InboxEntry, Rule
from sawti.telling.queries import rules
from sawti.telling.steps import RuleDraft, change_rule, reset_rule
from sawti.telling.words import Name
from sawti.tenancy.context import TenantFacts
from sawti.tenancy.queries import tenant_by_slug
from tests import people
from tests.cast import Cast, utc
from tests.sql import statements

SARA, FATIMA, KHALID = "sara@example.com", "fatima@bahrain.example", "khalid@bahrain.example"
YUSUF = "yusuf@bahrain.example"
AT = utc("2026-03-01T08:00Z")
MAIL = ("in_app", "email")


def now(cast: Cast) -> TenantFacts:
    """Return Bahrain as it is configured by now."""
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    cast.bahrain = tenant
    return tenant


def change(
    cast: Cast, what: What, ways: Mapping[str, Any], must: Any = (), by: Staff | None = None
) -> None:
    with cast.writing(cast.bahrain):
        seen = Rule.objects.filter(what=what).values_list("edited_at", flat=True).first()
        change_rule(what, RuleDraft(ways, must), seen=seen, by=by or cast.salma, at=AT)
    now(cast)


def told(cast: Cast) -> list[tuple[str, str]]:
    """Deliver, and return what was written to whom."""
    cast.deliver()
    with cast.inside(cast.bahrain):
        return sorted(Notification.objects.values_list("template", "address"))


def listed(cast: Cast) -> list[tuple[str, str]]:
    """Return what stands in whose list of messages."""
    with cast.inside(cast.bahrain):
        rows = InboxEntry.objects.filter(staff__isnull=False).select_related("staff")
        return sorted((row.template, row.staff.email) for row in rows)


def test_what_is_shipped_writes_to_the_applicant_and_the_focal_point(
    cast: Cast, clock: Any
) -> None:
    cast.file_case()

    assert told(cast) == [("case_arrived", FATIMA), ("case_received", SARA)]
    assert listed(cast) == [("case_arrived", FATIMA)]


def test_what_is_switched_off_is_told_to_nobody_and_only_there(cast: Cast, clock: Any) -> None:
    change(cast, What.FILED, {"applicant": [], "focal_points": ["in_app"]})
    cast.file_case()
    cast.file_case(tenant=cast.jordan, category=None)
    cast.deliver(cast.jordan)

    assert told(cast) == []
    assert listed(cast) == [("case_arrived", FATIMA)]
    with cast.inside(cast.jordan):
        assert rules() == DEFAULTS
        assert Notification.objects.filter(template="case_received").count() == 1


def test_heads_hear_where_the_tenant_wants_it(cast: Cast, clock: Any) -> None:
    change(cast, What.FILED, {"focal_points": ["in_app"], "heads": MAIL})
    cast.file_case()

    assert told(cast) == [("case_arrived", KHALID)]
    assert listed(cast) == [("case_arrived", FATIMA), ("case_arrived", KHALID)]


def test_who_takes_part_hears_once_and_not_when_they_have_a_conflict(
    cast: Cast, clock: Any
) -> None:
    change(cast, What.WITHDRAWN, {"holder": MAIL, "participants": MAIL, "heads": MAIL})
    case_id = cast.file_case().case_id
    with cast.writing(cast.bahrain):
        for kind, staff in (
            (InvolvementKind.HELPER, cast.fatima),
            (InvolvementKind.READER, cast.yusuf),
            (InvolvementKind.CONFLICT, cast.khalid),
        ):
            Involvement.objects.create(case_id=case_id, kind=kind, staff=staff, since_at=AT)
    cast.take(case_id)
    cast.withdraw(case_id)

    written = [row for row in told(cast) if row[0] == "case_withdrawn"]
    assert written == [("case_withdrawn", FATIMA), ("case_withdrawn", YUSUF)]


def test_only_who_sets_promises_changes_a_rule(cast: Cast) -> None:
    for stranger in (cast.fatima, cast.staff(people.LAYLA), cast.omar):
        with pytest.raises(NotPermitted):
            change(cast, What.FILED, {}, by=stranger)

    assert cast.count(Rule) == 0
    assert cast.count(Edit) == 0


@pytest.mark.parametrize(
    ("ways", "must", "field"),
    [
        ({"focal_points": ["email"]}, (), "ways_focal_points"),
        ({"focal_points": ["sms", "in_app"]}, (), "ways_focal_points"),
        ({"applicant": ["in_app"]}, ("applicant",), "ways_applicant"),
        ({"applicant": ["carrier pigeon"]}, (), "ways_applicant"),
    ],
)
def test_a_rule_that_can_not_be_kept_is_refused_at_its_audience(
    cast: Cast, ways: Any, must: Any, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(cast, What.FILED, ways, must)

    assert [fault.field for fault in refused.value.faults] == [field]
    assert cast.count(Rule) == 0


def test_who_comes_second_is_told_and_changes_nothing(cast: Cast) -> None:
    change(cast, What.FILED, {"applicant": ["email"]})

    with pytest.raises(EditedMeanwhile), cast.writing(cast.bahrain):
        change_rule(What.FILED, RuleDraft({}), seen=None, by=cast.salma, at=AT)

    with cast.inside(now(cast)):
        assert rules()[What.FILED].ways["applicant"] == {"email"}


def test_going_back_to_what_is_shipped_leaves_history(cast: Cast) -> None:
    change(cast, What.FILED, {"applicant": []})

    with cast.writing(cast.bahrain):
        reset_rule(What.FILED, seen=AT, by=cast.salma, at=AT)

    with cast.inside(now(cast)):
        assert rules() == DEFAULTS
        assert Edit.objects.filter(table="telling", row="filed").count() == 2


def test_telling_costs_the_same_for_many_cases(cast: Cast, clock: Any) -> None:
    counts = []
    for _ in range(2):
        cast.file_case()
        with statements() as sent:
            cast.deliver()
        counts.append(len([each for each in sent if "inbox" in each]))

    assert counts == [1, 1]


def test_everything_that_is_shown_has_a_name() -> None:
    assert set(WHAT_NAMES) == set(What)
    assert set(TEMPLATE_NAMES) == set(EDITABLE)
    assert set(OWN_NAMES) == {what for what in What if Audience.APPLICANT in audiences_of(what)}
    assert set(NAME_NAMES) == set(Name)
