"""The clocks of a case in words: its promises one by one, and who had it for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.hands import ClocksOfCase, PostTime, Promised
from sawti.cases.models import EndedBy
from sawti.entities.posts import all_roles
from sawti.sla.models import DurationUnit
from sawti.sla.queries import target_of
from sawti.sla.terms import Kind
from sawti_desk.words import isolated

NAMES = {
    Kind.ACKNOWLEDGE: _("Taken into work"),
    Kind.FIRST_RESPONSE: _("First response"),
    Kind.RESOLUTION: _("Answer"),
}


@dataclass(frozen=True)
class HandLine:
    """One line of "who had the case"; lengths and shares are in words."""

    entity: str
    since: datetime
    used: str
    waited: str
    share: str
    due: str


def promises_in_words(clocks: ClocksOfCase) -> Iterator[str]:
    """Yield a sentence for each promise to the person, once there is more than the answer."""
    if len(clocks.promises) > 1:
        yield from map(_promise, clocks.promises)


def _promise(promise: Promised) -> str:
    names = {"what": str(NAMES[promise.kind]), "due": moment(promise.due_at)}
    if promise.ended_by == EndedBy.MET and promise.ended_at:
        names["met"] = moment(promise.ended_at)
        if promise.is_late:
            return gettext("%(what)s: promised by %(due)s, done late on %(met)s.") % names
        return gettext("%(what)s: promised by %(due)s, done on %(met)s.") % names
    if promise.is_late:
        return gettext("%(what)s: promised by %(due)s, not kept.") % names
    return gettext("%(what)s: promised by %(due)s.") % names


def posts_in_words(clocks: ClocksOfCase) -> Iterator[str]:
    """Yield a sentence for each time that the holder of a post had the case, and why so long."""
    language = get_language() or "en"
    names = {role.code: role.name(language) for role in all_roles()} if clocks.posts else {}
    for post in clocks.posts:
        words = {
            "post": isolated(names.get(post.role, post.role)),
            "entity": isolated(post.entity_name),
            "since": moment(post.began_at),
            "due": moment(post.due_at),
            "why": _why(post),
        }
        if post.is_late:
            text = gettext(
                "%(post)s, %(entity)s: had it from %(since)s until %(due)s at most (%(why)s); "
                "it took longer."
            )
        elif post.ended_at:
            text = gettext("%(post)s, %(entity)s: had it from %(since)s, in time (%(why)s).")
        else:
            text = gettext(
                "%(post)s, %(entity)s: has it from %(since)s until %(due)s at most (%(why)s)."
            )
        yield text % words


def _why(post: PostTime) -> str:
    """Return how long the policy gives such a post."""
    code, version = post.policy
    target = target_of(code, version, Kind.POST, post.role)
    names = {"policy": isolated(code), "version": version}
    if target is None:
        return gettext("policy %(policy)s, version %(version)s") % names
    if target.unit == DurationUnit.MINUTES:
        text = gettext("%(length)s by the policy %(policy)s, version %(version)s")
        return text % {**names, "length": length(timedelta(minutes=target.amount))}
    text = ngettext(
        "%(count)s working day by the policy %(policy)s, version %(version)s",
        "%(count)s working days by the policy %(policy)s, version %(version)s",
        target.amount,
    )
    return text % {**names, "count": target.amount}


def hand_lines(clocks: ClocksOfCase) -> Iterator[HandLine]:
    """Yield a line for each time that an entity had the case."""
    for hand in clocks.hands:
        due = moment(hand.due_at) if hand.due_at else ""
        late = gettext("%(due)s, passed") % {"due": due}
        yield HandLine(
            hand.entity_name,
            hand.began_at,
            length(hand.used),
            length(hand.waited) if hand.waited else "",
            # Translators: a share in whole per cent
            gettext("%(share)s %%") % {"share": hand.share},
            late if hand.is_late else due,
        )


def moment(at: datetime) -> str:
    """Return an instant in words, in the tenant's zone."""
    return date_format(timezone.localtime(at), pgettext("date format", "j F Y, H:i"))


def length(length: timedelta) -> str:
    """Return a length of working time in words."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    # Translators: a length of time in hours and minutes
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
