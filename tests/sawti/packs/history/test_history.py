"""A generated history: believable, lawful, repeatable, and seen by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from sawti.cases.content import bodies_of
from sawti.cases.facts import Channel
from sawti.cases.lifecycle import UNANSWERED, Event, State
from sawti.cases.models import Applicant, Case, Clock, Content, HistoryRow, Involvement, Message
from sawti.cases.scope import scope_of
from sawti.cases.search import cases_with_words
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import rights_of
from sawti.escalation.actions.sweeps import escalate_due, mend_watches
from sawti.escalation.models import Escalation
from sawti.lib.ids import canonical_case_number
from sawti.notifications.models import Notification
from sawti.outbox.models import Message as OutboxMessage
from sawti.packs.history.actions import Told
from sawti.packs.history.errors import HistoryExists
from sawti.quality.models import Rating
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.packs.history.conftest import UNTIL
from tests.sawti.packs.history.replay import Replay, everything

# Nobody took an escalation back, declared a holiday late, applied another promise or gathered cases
# in an incident, and no pack gives time to posts.
UNMADE = {
    *(Event.DEESCALATE, Event.RESCHEDULE, Event.REBASELINE, Event.REORGANISE),
    *(Event.JOIN, Event.LEAVE, Event.EXTEND, Event.LATE_POST),
}

Write = Callable[..., Told]


def test_every_case_obeys_the_transition_table_and_the_calendar(cast: Cast, write: Write) -> None:
    write(400)

    with cast.inside(cast.bahrain):
        replays = [Replay(case) for case in Case.objects.all()]
        wrong = [replay.case.number for replay in replays if not replay.ends_as_stored()]
        wordless = [replay.case.number for replay in replays if not replay.has_its_words()]

        clockless = [replay.case.number for replay in replays if not replay.has_its_clocks()]

    assert len(replays) == 400
    assert clockless == []
    assert wrong == []
    assert wordless == []


def test_everything_that_can_happen_happens(cast: Cast, write: Write, officer: None) -> None:
    write(1000)

    with cast.inside(cast.bahrain):
        types = set(Case.objects.values_list("case_type__code", flat=True))
        states = set(Case.objects.values_list("state", flat=True))
        channels = set(Case.objects.values_list("channel", flat=True))
        languages = set(Case.objects.values_list("language", flat=True))
        events = set(HistoryRow.objects.values_list("event", flat=True))
        scores = set(Rating.objects.values_list("score", flat=True))
        known_types = set(catalogue().types)

    assert types == known_types
    assert states == set(State)
    assert channels == set(Channel)
    assert languages == {"ar", "en"}
    assert events == set(Event) - UNMADE
    assert scores == {1, 2, 3, 4, 5}


def test_who_must_not_know_of_a_case_does_not_hold_it(
    cast: Cast, write: Write, officer: None
) -> None:
    write(1000)

    with cast.inside(cast.bahrain):
        rows = HistoryRow.objects.filter(event__in=(Event.CLASSIFY, Event.REROUTE))
        share = rows.values("case_id").distinct().count()
        kinds = set(rows.values_list("case__case_type__code", flat=True))
        restricted = list(Case.objects.filter(pk__in=rows.values("case_id")))
        conflicts = Involvement.objects.filter(kind="conflict", added_by__isnull=False)
        named = dict(conflicts.values_list("case_id", "staff_id"))
        wrong = [
            case.number
            for case in restricted
            if case.holder and not scope_of(rights_of(case.holder)).allows("handle_cases", case)
        ]
        unclassified = rows.filter(event=Event.CLASSIFY, case__confidentiality__isnull=True)

        assert 5 <= share <= 30
        assert kinds <= {"complaint", "report"}
        assert wrong == []
        assert not unclassified.exists()
        assert len(named) == rows.filter(event=Event.REROUTE).count() > 0


def test_where_nobody_may_know_of_a_class_no_case_gets_it(cast: Cast, write: Write) -> None:
    write(1000)

    with cast.inside(cast.bahrain):
        assert not HistoryRow.objects.filter(event=Event.CLASSIFY).exists()


def test_nearly_all_answers_are_in_time_and_some_cases_lie_about(cast: Cast, write: Write) -> None:
    write(700)
    now = utc(UNTIL)

    with cast.inside(cast.bahrain):
        answered = Case.objects.filter(first_answered_at__isnull=False)
        in_time = answered.filter(first_answer_in_time=True).count() / answered.count()
        unanswered = Case.objects.filter(state__in=UNANSWERED)
        waiting, overdue = unanswered.count(), unanswered.filter(breached_at__isnull=False).count()
        to_come = HistoryRow.objects.filter(at__gt=now).count()
        undated = Clock.objects.running_past_due(now).count()

    assert 0.95 <= in_time < 1
    assert 10 < waiting < 70
    assert 0 < overdue < waiting / 2
    assert to_come == 0
    assert undated == 0  # the sweep finds nothing to announce


def test_cases_climbed_their_ladders_and_the_sweep_finds_nothing_left(
    cast: Cast, write: Write
) -> None:
    write(400)
    with tenant_context(cast.bahrain):
        mend_watches(at=utc(UNTIL))
        escalate_due(at=utc(UNTIL))

    with cast.inside(cast.bahrain):
        made = Escalation.objects.exclude(level__startswith="critical-")
        told = set(HistoryRow.objects.filter(event="escalate").values_list("id", flat=True))
        levels = set(made.values_list("level", flat=True))
        late = made.filter(at__gte=F("reached_at") + timedelta(minutes=1, seconds=1))
        found = (made.filter(at=utc(UNTIL)).count(), late.count())

        assert levels >= {"warning", "secretary-general"}
        assert told == set(Escalation.objects.values_list("history_id", flat=True))
        assert found == (0, 0)


def test_summer_is_hot_and_fridays_are_quiet(cast: Cast, write: Write) -> None:
    write(1500)

    with cast.inside(cast.bahrain):
        heat = Case.objects.filter(category__code__in=("electricity-outage", "water-cut-leak"))
        summer = heat.filter(received_at__month__in=(6, 7, 8)).count()
        winter = heat.filter(received_at__month__in=(12, 1, 2)).count()
        fridays = Case.objects.filter(received_at__iso_week_day=5).count()
        sundays = Case.objects.filter(received_at__iso_week_day=7).count()

    assert summer > 1.8 * winter
    assert sundays > 1.5 * fridays


def test_no_two_stories_are_the_same(cast: Cast, write: Write) -> None:
    write(600)

    with cast.inside(cast.bahrain):
        ids = Message.objects.filter(kind="story").values_list("content_id", flat=True)
        stories = bodies_of(ids).values()

    assert len(stories) == len(set(stories)) == 600
    assert [text for text in stories if "{" in text] == []


def test_staff_find_a_case_by_its_number_and_by_what_was_said_in_it(
    cast: Cast, write: Write
) -> None:
    write(40)

    with cast.inside(cast.bahrain):
        said = {
            case: " ".join(bodies_of(case.messages.values_list("content_id", flat=True)).values())
            for case in Case.objects.all()
        }
        lost = [
            case.number
            for case, words in said.items()
            if case.id not in cases_with_words(f"{case.number} {words}", None).ids
        ]

    assert len(said) == 40
    assert lost == []


def test_numbers_are_valid_and_people_are_invented(cast: Cast, write: Write) -> None:
    write(300)

    with cast.inside(cast.bahrain):
        numbers = list(Case.objects.values_list("number", flat=True))
        applicants = list(Applicant.objects.all())
    emails = [each.email for each in applicants if each.email]
    phones = [each.phone for each in applicants if each.phone]

    assert len(set(numbers)) == 300
    assert [number for number in numbers if canonical_case_number(number) != number] == []
    assert len(emails) > 100
    assert [email for email in emails if not email.endswith("@example.com")] == []
    assert [phone for phone in phones if not phone.startswith("+97300")] == []


def test_the_same_seed_gives_the_same_rows_and_another_one_others(cast: Cast, write: Write) -> None:
    first = _written_and_taken_back(cast, write, seed=7)
    again = _written_and_taken_back(cast, write, seed=7)
    other = _written_and_taken_back(cast, write, seed=8)

    assert len(first["Case"]) == 150
    assert first == again
    assert first["Case"][0]["number"] != other["Case"][0]["number"]


def _written_and_taken_back(
    cast: Cast, write: Write, *, cases: int = 150, seed: int = 7
) -> dict[str, list[dict[str, Any]]]:
    before = transaction.savepoint()
    write(cases, seed=seed)
    with cast.inside(cast.bahrain):
        found = everything()
    transaction.savepoint_rollback(before)
    return found


def test_nothing_is_announced_and_the_other_tenant_sees_nothing(cast: Cast, write: Write) -> None:
    write(200)

    assert cast.count(Case) == 200
    assert cast.count(OutboxMessage) == cast.count(Notification) == 0
    assert cast.count(Case, cast.jordan) == cast.count(Content, cast.jordan) == 0
    assert cast.count(HistoryRow, cast.jordan) == 0


def test_a_tenant_that_has_cases_is_left_alone(cast: Cast, write: Write) -> None:
    cast.file_case()

    with pytest.raises(HistoryExists):
        write(100)

    assert cast.count(Case) == 1


def test_what_is_broken_off_leaves_whole_batches_and_can_be_finished(
    cast: Cast, write: Write
) -> None:
    def stop_after_the_first(told: Told) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(300, batch=100, progress=stop_after_the_first)
    begun = cast.count(Case)
    told = write(300, batch=100, is_continued=True)

    assert 100 <= begun < 200
    assert (told.total, told.written) == (300, 300 - begun)
    assert cast.count(Case) == 300
    with cast.inside(cast.bahrain):
        assert [c.number for c in Case.objects.all() if not Replay(c).ends_as_stored()] == []


def test_a_batch_that_fails_leaves_nothing_of_itself(cast: Cast, write: Write) -> None:
    later = _written_and_taken_back(cast, write, cases=300)["Case"][250]
    filed = cast.file_case()
    with cast.writing(cast.bahrain):  # somebody has the number of a case of the third batch
        Case.objects.filter(pk=filed.case_id).update(number=later["number"])

    with pytest.raises(IntegrityError, match="case_number"):
        write(300, batch=100, is_continued=True)

    with cast.inside(cast.bahrain):
        written = Case.objects.exclude(pk=filed.case_id)
        assert 200 <= written.count() < 300
        assert HistoryRow.objects.exclude(case__in=Case.objects.all()).count() == 0
        assert written.filter(received_at__gte=later["received_at"]).count() == 0
