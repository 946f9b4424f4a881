"""Acts on entities in the words that administrators read."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.entities.queries import EntityFacts, entity_tree
from sawti.lib.text import localised
from sawti.reforms.models import Act, Reform
from sawti.reforms.preview import Following, Preview
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import moment_in_words
from sawti_ui.charts.wording import number
from sawti_ui.lists import listed

MOST_NAMES = 12
NOTES: dict[Act, Promise] = {
    Act.RENAME: _(
        "The new name is shown everywhere from its day on. What was said and written before keeps "
        "the old one, lists name both for two years, and figures run on. Another renaming "
        "undoes it."
    ),
    Act.MOVE: _(
        "Whoever leads above sees the cases below; so who sees them changes. Due dates of open "
        "cases stay. Another move undoes it."
    ),
    Act.MERGE: _(
        "This is final: a merger can't be undone. The entity is closed and becomes part of the "
        "other one. Open cases go there with every date that was promised; what was answered stays "
        "under the old name, and figures can be compared over the merger."
    ),
    Act.SPLIT: _(
        "This is final. Each part becomes an entity beside this one and gets its subjects and open "
        "cases, with every date that was promised. What was answered, and its figures, stay here: "
        "the figures of a part begin with it."
    ),
}
TITLES: dict[Act, Promise] = {
    Act.RENAME: _("Rename: %(name)s"),
    Act.MOVE: _("Move: %(name)s"),
    Act.MERGE: _("Merge: %(name)s"),
    Act.SPLIT: _("Split: %(name)s"),
}


def title_of(reform: Reform) -> str:
    """Return what is done with which entity."""
    return str(TITLES[Act(reform.act)]) % {"name": localised(reform.entity.names, language())}


def state_of(reform: Reform) -> str:
    """Return how far an act is."""
    if reform.cancelled_at:
        return gettext("Called off %(at)s") % {"at": moment_in_words(reform.cancelled_at)}
    if reform.refused:
        return gettext("Could not be done on its day: %(why)s") % {"why": gettext(reform.refused)}
    if not reform.done_at:
        return gettext("Waits for %(at)s") % {"at": moment_in_words(reform.effective_at)}
    if not reform.ended_at:
        counts = {"moved": number(reform.moved), "total": number(reform.total)}
        return gettext("%(moved)s of about %(total)s open cases have moved.") % counts
    return gettext("Done %(at)s") % {"at": moment_in_words(reform.done_at)}


def facts_of(reform: Reform) -> list[tuple[str, str]]:
    """Return who said what, and why."""
    here, facts = language(), []
    if names := reform.wish.get("names"):
        facts.append((gettext("New name"), localised(names, here)))
    if reform.act == Act.MOVE:
        facts.append(
            (gettext("Below"), localised(reform.other.names, here) if reform.other else "–")
        )
    if reform.act == Act.MERGE and reform.other:
        facts.append((gettext("Into"), localised(reform.other.names, here)))
    facts += [(gettext("Part"), localised(part["names"], here)) for part in reform.wish["parts"]]
    return [
        *facts,
        (gettext("From this day on"), moment_in_words(reform.effective_at)),
        (gettext("Reason"), reform.reason),
        (gettext("Who said so"), f"{reform.asked_by.name}, {moment_in_words(reform.asked_at)}"),
    ]


def what_became_of(row: EntityFacts) -> str:
    """Return since when a closed entity is part of which others."""
    tree = entity_tree().by_id
    into = [row.successor_id] if row.successor_id else row.parts
    names = listed(tree[each].name(language()) for each in into)
    assert row.closed_at is not None, "only of a closed one"
    words = {"names": names, "at": moment_in_words(row.closed_at)}
    return gettext("part of %(names)s since %(at)s") % words


def lines_of(found: Preview) -> tuple[str, ...]:
    """Return what an act would do, a sentence a line."""
    return tuple(_LINES[Act(found.wish.act)](found))


def _of_rename(found: Preview) -> Iterator[str]:
    names = {
        "old": localised(found.old_names, language()),
        "new": localised(found.wish.names, language()),
        "at": moment_in_words(found.effective_at),
    }
    yield gettext("“%(old)s” is called “%(new)s” from %(at)s on.") % names
    yield _open_cases(found)
    yield gettext("Answers, letters and history from before keep the old name; figures run on.")


def _of_move(found: Preview) -> Iterator[str]:
    parent = entity_tree().by_code.get(found.wish.into)
    names = {
        "parent": parent.name(language()) if parent else gettext("None above"),
        "at": moment_in_words(found.effective_at),
    }
    yield gettext("It lies below “%(parent)s” from %(at)s on.") % names
    if found.below:
        words = ngettext(
            "%(count)s entity below it goes along.",
            "%(count)s entities below it go along.",
            found.below,
        )
        yield words % {"count": number(found.below)}
    yield _open_cases(found)
    yield from _people(found)
    if found.hours_before != found.hours_after:
        hours = {"old": _hours(found.hours_before), "new": _hours(found.hours_after)}
        yield (
            gettext(
                "New cases count by the working hours of %(new)s, no longer by those of %(old)s; "
                "what was promised before goes on as it began."
            )
            % hours
        )


def _of_merge(found: Preview) -> Iterator[str]:
    other = entity_tree().by_code[found.wish.into].name(language())
    names = {"name": other, "at": moment_in_words(found.effective_at)}
    yield gettext("It is closed on %(at)s and becomes part of “%(name)s”, for good.") % names
    words = ngettext(
        "%(count)s open case goes there with its due date and its waits; its applicant is told.",
        "%(count)s open cases go there with their due dates and waits; their applicants are told.",
        found.open_here,
    )
    yield words % {"count": number(found.open_here)}
    yield gettext("Confidential cases go along too; they are not counted here.")
    assert found.following is not None, "a merger takes along"
    yield from following_in_words(found.following)
    if found.below:
        below = ngettext(
            "%(count)s entity below it goes along.",
            "%(count)s entities below it go along.",
            found.below,
        )
        yield below % {"count": number(found.below)}


def _of_split(found: Preview) -> Iterator[str]:
    for part in found.parts:
        counts = {
            "name": localised(part.names, language()),
            "subjects": number(part.subjects),
            "cases": number(part.open_cases),
        }
        yield (
            gettext(
                "“%(name)s” becomes an entity. Its subjects: %(subjects)s. Open cases that go "
                "there with their due dates and waits: %(cases)s. Their applicants are told."
            )
            % counts
        )
    yield gettext("Confidential cases go along too; they are not counted here.")
    if found.wish.ends:
        names = {
            "name": localised(found.parts[0].names, language()),
            "at": moment_in_words(found.effective_at),
        }
        yield gettext("It is closed on %(at)s, for good; “%(name)s” gets all that is left.") % names
    assert found.following is not None, "a split takes along"
    yield from following_in_words(found.following)


def following_in_words(following: Following) -> Iterator[str]:
    """Yield what goes along, and what is left to be decided."""
    counts = (
        (gettext("Subjects: %(count)s"), following.subjects),
        (gettext("Promises for its subjects: %(count)s"), following.promises),
        (gettext("Reply templates: %(count)s"), following.replies),
        (gettext("Levels of escalation that name it: %(count)s"), following.levels),
        (gettext("Open incidents: %(count)s"), following.incidents),
        (
            gettext("Legal holds, which go on for the cases that go along: %(count)s"),
            following.holds,
        ),
    )
    if along := [text % {"count": number(count)} for text, count in counts if count]:
        yield gettext("These go along. %(what)s.") % {"what": listed(along)}
    if following.going:
        yield gettext("These get their post there: %(who)s.") % _posts(following.going)
    if following.ending:
        yield gettext("To be decided: these posts end: %(who)s.") % _posts(following.ending)
    for names in following.promises_off:
        yield gettext(
            "To be decided: the promise “%(name)s” is for all its cases and is switched off; open "
            "cases keep it."
        ) % {"name": localised(names, language())}
    if following.is_silent:
        yield gettext("To be decided: nobody there would be told of new cases.")


def _posts(posts: tuple[tuple[str, dict[str, str]], ...]) -> dict[str, str]:
    known = [f"{name} ({localised(role, language())})" for name, role in posts[:MOST_NAMES]]
    return {"who": listed(known) + ("…" if len(posts) > MOST_NAMES else "")}


def _open_cases(found: Preview) -> str:
    words = ngettext(
        "%(count)s open case keeps its due date and who works on it.",
        "%(count)s open cases keep their due dates and who works on them.",
        found.open_cases,
    )
    return words % {"count": number(found.open_cases)}


def _people(found: Preview) -> Iterator[str]:
    if found.gaining:
        yield gettext("These see the cases from then on: %(names)s.") % _names(found.gaining)
    if found.losing:
        yield gettext("These no longer see them from above: %(names)s.") % _names(found.losing)


def _names(people: tuple[str, ...]) -> dict[str, str]:
    more = "…" if len(people) > MOST_NAMES else ""
    return {"names": listed(people[:MOST_NAMES]) + more}


def _hours(owner: UUID | None) -> str:
    return entity_tree().by_id[owner].name(language()) if owner else gettext("the government")


_LINES = {Act.RENAME: _of_rename, Act.MOVE: _of_move, Act.MERGE: _of_merge, Act.SPLIT: _of_split}
