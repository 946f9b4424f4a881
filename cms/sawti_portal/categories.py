"""The subjects of cases: finding one, and the page of each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from sawti.cases.facts import Channel
from sawti.catalogue.queries import CategoryFacts, catalogue
from sawti.catalogue.search import LONGEST_QUERY, find_categories
from sawti.entities.queries import entity_tree
from sawti.lib.errors import Missing
from sawti.sla.choosing import PolicyFacts
from sawti.sla.models import DurationUnit
from sawti.sla.queries import policy_for, traits_of
from sawti_portal.forms import SearchForm
from sawti_portal.rendering import language, page_response
from sawti_ui import parts
from sawti_ui.page import Link

SHOWN_BELOW = 3


@dataclass(frozen=True)
class Subject:
    """A category in a list; `hint` says what is in it or above it."""

    name: str
    url: str
    hint: str


@dataclass(frozen=True)
class Group:
    """A category of the first level and those below it."""

    subject: Subject
    below: tuple[Subject, ...]


@dataclass(frozen=True)
class CategoriesContent:
    """`typed`: what was searched for, or "": then all `groups` are there and no `found`."""

    form: SearchForm
    typed: str
    found: tuple[Subject, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class CategoryContent:
    """The page of a category. `above` is None on the first level, where `below` is filled."""

    title: str
    above: Link | None
    words: tuple[str, ...]
    facts: tuple[parts.Fact, ...]
    file_url: str
    siblings: tuple[Link, ...]
    below: tuple[Subject, ...]


@require_safe
def show_categories(request: HttpRequest) -> HttpResponse:
    """List all categories, or those that have the words of `q`."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    content = CategoriesContent(
        form=SearchForm(initial={"q": typed}),
        typed=typed,
        found=tuple(_subject(row, _above(row)) for row in find_categories(typed)),
        groups=() if typed else tuple(_groups()),
    )
    title = gettext("Search the subjects") if typed else gettext("All subjects")
    return page_response(request, "categories", title, content)


@require_safe
def show_category(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a category is about, who answers and how fast."""
    row = catalogue().categories.get(code)
    if row is None or not row.is_active:
        raise Missing
    content = category_content(row)
    return page_response(request, "category", content.title, content)


def category_content(row: CategoryFacts) -> CategoryContent:
    """Return the page of a category."""
    above, below = _parent(row), _children(row)
    is_first_level = above is None
    return CategoryContent(
        title=row.name(language()),
        above=Link(above.name(language()), _url(above)) if above else None,
        words=tuple(row.keywords.get(language(), ())),
        facts=() if is_first_level else (_who_answers(row), *_how_fast(row)),
        file_url=f"{reverse('portal:file')}?{urlencode({'about': row.code})}",
        siblings=tuple(
            Link(other.name(language()), _url(other))
            for other in (_children(above) if above else ())
            if other.id != row.id
        ),
        below=tuple(_subject(child, "") for child in below),
    )


def first_level() -> tuple[Subject, ...]:
    """Return the categories of the first level, each with a taste of what lies below."""
    return tuple(
        _subject(top, gettext(", ").join(row.name(language()) for row in rows[:SHOWN_BELOW]))
        for top, rows in catalogue().category_groups()
        if rows
    )


def _groups() -> list[Group]:
    return [
        Group(_subject(top, ""), tuple(_subject(row, "") for row in rows))
        for top, rows in catalogue().category_groups()
        if rows
    ]


def _subject(row: CategoryFacts, hint: str) -> Subject:
    return Subject(row.name(language()), _url(row), hint)


def _url(row: CategoryFacts) -> str:
    return reverse("portal:category", args=[row.code])


def _above(row: CategoryFacts) -> str:
    return catalogue().name(row.parent_id, language())


def _parent(row: CategoryFacts) -> CategoryFacts | None:
    found = catalogue().by_id.get(row.parent_id) if row.parent_id else None
    return found if isinstance(found, CategoryFacts) else None


def _children(row: CategoryFacts) -> list[CategoryFacts]:
    return [
        other
        for other in catalogue().categories.values()
        if other.parent_id == row.id and other.is_active
    ]


def _who_answers(row: CategoryFacts) -> parts.Fact:
    tree = entity_tree()
    entity = tree.by_id[row.entity_id] if row.entity_id else tree.triage
    above = [other.name(language()) for other in tree.ancestors(entity.id)]
    return parts.Fact(
        gettext("Who answers"), entity.name(language()), hint=gettext(", ").join(above[:1])
    )


def _how_fast(row: CategoryFacts) -> list[parts.Fact]:
    """Return one promise, or one for each type of case where they differ."""
    known = catalogue()
    importance_id = row.importance_id or known.default_importance.id
    entity_id = row.entity_id or entity_tree().triage.id
    promised = {
        kind.code: _promised(
            policy_for(
                traits_of(
                    case_type_id=kind.id,
                    importance_id=importance_id,
                    entity_id=entity_id,
                    category_id=row.id,
                    pillar_id=row.pillar_id,
                    channel=Channel.WEB,
                )
            )
        )
        for kind in known.types.values()
        if kind.is_active
    }
    if len(set(promised.values())) == 1:
        return [parts.Fact(gettext("Answer within"), next(iter(promised.values())))]
    return [
        parts.Fact(known.types[code].name(language()), words) for code, words in promised.items()
    ]


def _promised(policy: PolicyFacts) -> str:
    """Return how long a policy gives, in words."""
    if policy.target.unit == DurationUnit.MINUTES:
        hours = -(-policy.target.amount // 60)
        text = ngettext("%(count)s working hour", "%(count)s working hours", hours)
        return text % {"count": hours}
    text = ngettext("%(count)s working day", "%(count)s working days", policy.target.amount)
    return text % {"count": policy.target.amount}
