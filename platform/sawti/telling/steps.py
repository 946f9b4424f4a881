"""Changing who hears of what and in which words, and adding to people's lists of messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from sawti.accounts.models import Person, Staff
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.permissions import require_editor
from sawti.catalogue.steps.edits import Table, record_edit, refuse
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import without_bidi_controls
from sawti.telling.facts import (
    DEFAULTS,
    MUST_HEAR,
    OUTWARD,
    PEOPLE,
    Audience,
    RuleFacts,
    Way,
    What,
    audiences_of,
    ways_to,
)
from sawti.telling.models import InboxEntry, Rule, Wording
from sawti.telling.permissions import require_rule_manager
from sawti.telling.queries import rule_facts
from sawti.telling.words import faults_of_wording, shipped_words


@dataclass(frozen=True)
class RuleDraft:
    """A rule as an administrator wants it: audience → ways, and to whom it must be sent."""

    ways: Mapping[str, Iterable[str]]
    must: Iterable[str] = ()


def change_rule(
    what: What, draft: RuleDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Keep who hears of something. Raises InvalidInput (`ways_<audience>`), EditedMeanwhile."""
    require_rule_manager(by)
    refuse(faults_of_rule(what, draft.ways, draft.must))
    wanted = {audience: set(draft.ways.get(audience, ())) for audience in audiences_of(what)}
    must = [audience for audience in audiences_of(what) if audience in set(draft.must)]
    row, before = _locked(what, seen=seen)
    row.ways = {who: [way for way in ways_to(who) if way in wanted[who]] for who in wanted}
    row.must, row.edited_at = list(must), at
    row.save()
    _record(row, before, values_of(rule_facts(row)), by, at)


def bring_rule(what: What, draft: RuleDraft) -> bool:
    """Keep what a pack says, which was checked; tell whether that changed anything.

    What administrators changed stays as they left it.
    """
    row = Rule.objects.select_for_update().filter(what=what).first() or Rule(what=what, ways={})
    ways = {str(who): list(draft.ways.get(who, ())) for who in audiences_of(what)}
    must = list(draft.must)
    if row.edited_at or (row.ways, row.must) == (ways, must):
        return False
    row.ways, row.must = ways, must
    row.save()
    return True


def faults_of_rule(
    what: What, ways: Mapping[str, Iterable[str]], must: Iterable[str]
) -> list[Invalid]:
    """Return what is wrong with a rule, at `ways_<audience>`."""
    has_to = frozenset(must)
    return [
        fault
        for who in audiences_of(what)
        for fault in _faults(who, set(ways.get(who, ())), is_must=who in has_to)
    ]


def reset_rule(what: What, *, seen: datetime | None, by: Staff, at: datetime) -> None:
    """Go back to what is shipped. Raises EditedMeanwhile."""
    require_rule_manager(by)
    row, before = _locked(what, seen=seen)
    shipped = values_of(DEFAULTS[what])
    _record(row, before, shipped, by, at)
    row.delete()


def values_of(rule: RuleFacts) -> dict[str, Any]:
    """Return a rule as history and forms have it, in the order of the lists."""
    return {
        **{f"ways_{who}": _sorted(who, rule.to(who)) for who in audiences_of(rule.what)},
        "must": [str(who) for who in audiences_of(rule.what) if who in rule.must],
    }


def _sorted(audience: Audience, ways: frozenset[Way]) -> list[str]:
    return [str(way) for way in ways_to(audience) if way in ways]


def _locked(what: What, *, seen: datetime | None) -> tuple[Rule, dict[str, Any]]:
    """Return the row, made where there is none, and its values; two who make it wait in line."""
    shipped = values_of(DEFAULTS[what])
    kept = {who: shipped[f"ways_{who}"] for who in audiences_of(what)}
    made = {"ways": kept, "must": shipped["must"]}
    _, is_new = Rule.objects.get_or_create(what=what, defaults=made)
    row = Rule.objects.select_for_update().get(what=what)
    if row.edited_at != seen:
        if is_new:
            row.delete()
        raise EditedMeanwhile
    return row, values_of(rule_facts(row))


def _record(
    row: Rule, before: dict[str, Any], after: dict[str, Any], by: Staff, at: datetime
) -> None:
    record_edit(Table.TELLING, row.what, row_id=row.id, before=before, after=after, by=by, at=at)


def _faults(audience: Audience, ways: set[str], *, is_must: bool) -> Iterable[Invalid]:
    field = f"ways_{audience}"
    if not ways <= set(ways_to(audience)):
        yield Invalid(field, N_("Choose from the list."))
    if audience not in PEOPLE and ways and Way.IN_APP not in ways:
        yield Invalid(
            field, N_("Whoever is told at all also finds it in their messages: choose that too.")
        )
    if audience == Audience.LADDER and not ways:
        yield Invalid(
            field, N_("Choose at least the own list: a ladder that tells nobody is none.")
        )
    elif audience in MUST_HEAR and is_must and not ways & OUTWARD:
        yield Invalid(
            field, N_("What must be sent needs a way that leaves the house: e-mail or SMS.")
        )


def add_to_lists(entries: Iterable[InboxEntry]) -> None:
    """Put lines into people's lists of messages, in the open transaction.

    Whoever gets one has one more unread; the rows of the readers are locked in one order, so that
    two deliveries never wait for each other.
    """
    rows = list(entries)
    if not rows:
        return
    InboxEntry.objects.bulk_create(rows)
    for model, ids in (
        (Staff, sorted({row.staff_id for row in rows if row.staff_id})),
        (Person, sorted({row.person_id for row in rows if row.person_id})),
    ):
        if ids:
            readers: Any = model.objects
            list(readers.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
            readers.filter(pk__in=ids).update(unread=F("unread") + 1)


@dataclass(frozen=True)
class WordingDraft:
    """The words of a message as an editor wants them, by language; no subjects for an SMS."""

    subjects: Mapping[str, str]
    bodies: Mapping[str, str]

    @property
    def cleaned(self) -> "WordingDraft":
        """The same without the invisible marks of direction: what is filled in gets its own."""
        kinds = (self.subjects, self.bodies)
        return WordingDraft(
            *({one: without_bidi_controls(text) for one, text in of.items()} for of in kinds)
        )


def check_wording(template: str, draft: WordingDraft) -> None:
    """Raise InvalidInput with every fault (`subject_<language>`, `body_<language>`)."""
    refuse(faults_of_wording(template, draft.subjects, draft.bodies))


def change_wording(
    template: str, draft: WordingDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Keep a tenant's own words of a message. Raises InvalidInput, EditedMeanwhile."""
    require_editor(by)
    draft = draft.cleaned
    check_wording(template, draft)
    row, before = _locked_wording(template, seen=seen)
    row.subjects, row.bodies, row.edited_at = dict(draft.subjects), dict(draft.bodies), at
    row.save()
    after = _values_of_words(row.subjects, row.bodies)
    record_edit(Table.WORDING, template, row_id=row.id, before=before, after=after, by=by, at=at)


def reset_wording(template: str, *, seen: datetime | None, by: Staff, at: datetime) -> None:
    """Go back to the shipped words. Raises EditedMeanwhile."""
    require_editor(by)
    row, before = _locked_wording(template, seen=seen)
    shipped = shipped_words(template)
    after = _values_of_words(shipped.subjects, shipped.bodies)
    record_edit(Table.WORDING, template, row_id=row.id, before=before, after=after, by=by, at=at)
    row.delete()


def _locked_wording(template: str, *, seen: datetime | None) -> tuple[Wording, dict[str, Any]]:
    """Return the row, made where there is none, and its values; two who make it wait in line."""
    shipped = shipped_words(template)
    kept = {"subjects": dict(shipped.subjects), "bodies": dict(shipped.bodies)}
    Wording.objects.get_or_create(template=template, defaults=kept)
    row = Wording.objects.select_for_update().get(template=template)
    if row.edited_at != seen:
        raise EditedMeanwhile
    return row, _values_of_words(row.subjects, row.bodies)


def _values_of_words(subjects: Mapping[str, str], bodies: Mapping[str, str]) -> dict[str, Any]:
    return {"subjects": dict(subjects), "bodies": dict(bodies)}


def take_gathered(staff: Staff, *, at: datetime) -> list[InboxEntry]:
    """Return the lines whose e-mail is due, the oldest first; nobody gets them a second time."""
    rows = InboxEntry.objects.select_for_update().filter(staff=staff, digest_at__lte=at)
    found = list(rows.order_by("at", "id"))
    InboxEntry.objects.filter(pk__in=[row.pk for row in found]).update(digest_at=None)
    return found
