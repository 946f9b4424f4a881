"""The screens that try a promise on past months: ask, see how far it is, read the result."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.entities.queries import entity_tree
from sawti.insights.counting import month_of
from sawti.insights.figures import percent
from sawti.insights.models import Replay
from sawti.insights.periods import months_after
from sawti.insights.replaying import Share
from sawti.insights.replays import (
    TRAITS,
    codes_of,
    draft_of,
    found_replay,
    newest_replays,
    shares_of,
)
from sawti.insights.steps.replays import ask_replay
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.sla.models import DurationUnit
from sawti.sla.queries import policies
from sawti.sla.terms import Target
from sawti_cms.editors.calendar import ManagersView
from sawti_cms.editors.choices import language
from sawti_cms.editors.policies import ICON, traits_in_words
from sawti_cms.editors.policy_form import UNIT_NAMES, in_words, traits_fields
from sawti_cms.editors.screens import Button, address, editor, go, moment_in_words, show
from sawti_ui.charts.wording import known, month_name, number

LENGTHS = (3, 6, 12)
MOST = {DurationUnit.DAYS: 366, DurationUnit.MINUTES: 100_000}
AGAIN_SECONDS = 5  # how soon the page of a running replay is asked for again


class ReplayForm(forms.Form):
    """A promise that might be made, and over which months it is tried."""

    amount = forms.IntegerField(
        label=_("Answer within"), help_text=_("A number of days or minutes."), min_value=1
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=list(UNIT_NAMES.items()))
    months = forms.TypedChoiceField(label=_("Over the last"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**self.fields, **traits_fields(gettext("Any"))}
        months: Any = self.fields["months"]
        months.choices = [
            (n, ngettext("%(count)s month", "%(count)s months", n) % {"count": n}) for n in LENGTHS
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a target that no policy may have."""
        given: dict[str, Any] = super().clean() or {}
        most = MOST.get(given.get("unit", ""), 0)
        if most and given.get("amount", 0) > most:
            words = gettext("Enter a number from 1 to %(most)s.")
            self.add_error("amount", words % {"most": most})
        return given

    def traits(self) -> dict[str, str]:
        """Return trait → code."""
        return {trait: self.cleaned_data[trait] for trait in TRAITS}

    def target(self) -> Target:
        """Return what would be promised."""
        return Target(self.cleaned_data["amount"], self.cleaned_data["unit"])


@dataclass(frozen=True)
class AskContent:
    """The form, and what was asked for lately."""

    form: ReplayForm
    back: Button
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EntityLine:
    """An entity's share now and with the promise; the whole government is the first."""

    name: str
    now: str
    then: str
    cases: str


@dataclass(frozen=True)
class ReplayContent:
    """A replay; `result` and `lines` once it is at its end."""

    back: Button
    again: Button
    asked: str
    progress: str
    percent: int
    result: str
    lines: tuple[EntityLine, ...]


class AskReplay(ManagersView):
    """Which promise, over which months?"""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _ask(request, ReplayForm(initial=_initial(request.GET.get("policy", ""))))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin the replay and show it, or what is wrong."""
        form, at = ReplayForm(request.POST), clock.now()
        if not form.is_valid():
            return _ask(request, form, 422)
        last = month_of(at)
        replay = ask_replay(
            traits=form.traits(),
            target=form.target(),
            first=months_after(last, 1 - form.cleaned_data["months"]),
            last=last,
            by=editor(request),
            at=at,
        )
        return go("replay", str(replay.id))


class ShowReplay(ManagersView):
    """One replay: how far it is, then what it came to."""

    def get(self, request: HttpRequest, replay_id: UUID) -> HttpResponse:
        replay = found_replay(replay_id)
        if replay is None:
            raise Missing
        content = _content(replay)
        response = show(request, "replay", gettext("Over past months"), ICON, content)
        if replay.ended_at is None:
            response.headers["Refresh"] = str(AGAIN_SECONDS)
        return response


def _ask(request: HttpRequest, form: ReplayForm, status: int = 200) -> HttpResponse:
    earlier = tuple((_asked(each), address("replay", each.id)) for each in newest_replays())
    content = AskContent(form, Button(gettext("All promises"), address("policies")), earlier)
    return show(request, "ask_replay", gettext("Try it on past months"), ICON, content, status)


def _initial(code: str) -> dict[str, Any]:
    """Return the form of a policy as it is now, or of a promise for all cases."""
    policy = next((each for each in policies() if each.code == code), None)
    if policy is None:
        return {"months": LENGTHS[0]}
    target = policy.target
    return {
        "months": LENGTHS[0],
        "amount": target.amount,
        "unit": target.unit,
        **codes_of(policy),
    }


def _content(replay: Replay) -> ReplayContent:
    shares = shares_of(replay)
    total = sum(shares.values(), Share())
    is_over = replay.ended_at is not None
    words = {
        "then": known(_percent(total.then_in_time, total.then_late), "%"),
        "now": known(_percent(total.in_time, total.late), "%"),
    }
    result = gettext("Adherence would have been %(then)s; it is %(now)s now.") % words
    seen = {"seen": number(replay.seen), "total": number(replay.total)}
    tree = entity_tree()
    rows = sorted(shares.items(), key=lambda pair: -(pair[1].in_time + pair[1].late))
    known_rows = [(tree.by_id[UUID(key)].name(language()), share) for key, share in rows]
    lines = [(gettext("The whole government"), total), *known_rows]
    return ReplayContent(
        back=Button(gettext("Try it on past months"), address("ask_replay")),
        again=Button(gettext("Look again"), address("replay", replay.id)),
        asked=_asked(replay),
        progress="" if is_over else gettext("%(seen)s of %(total)s cases are counted.") % seen,
        percent=100 * replay.seen // max(1, replay.total),
        result=result if is_over else "",
        lines=tuple(_line(name, share) for name, share in lines) if is_over else (),
    )


def _line(name: str, share: Share) -> EntityLine:
    return EntityLine(
        name,
        known(_percent(share.in_time, share.late), "%"),
        known(_percent(share.then_in_time, share.then_late), "%"),
        number(share.in_time + share.late),
    )


def _percent(in_time: int, late: int) -> int | None:
    return percent(in_time, in_time + late)


def _asked(replay: Replay) -> str:
    """Return what was asked, in one line."""
    target = Target(replay.amount, replay.unit)
    words = {
        "promise": in_words(target.amount, target.unit),
        "cases": traits_in_words(draft_of(replay.traits, target)),
        "first": month_name(replay.first_month),
        "last": month_name(replay.last_month),
        "at": moment_in_words(replay.asked_at),
    }
    return gettext("%(promise)s for: %(cases)s. %(first)s to %(last)s, asked %(at)s") % words
