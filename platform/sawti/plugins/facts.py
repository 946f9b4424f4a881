"""Frozen facts that hooks receive and return; codes instead of rows, and nobody's identity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class EntityRef:
    """A government entity that can receive cases."""

    code: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class CaseFacts:
    """A case on its way in. Codes are the catalogue's; `entity` is the applicant's own choice.

    An empty code means that the applicant chose none.
    """

    type: str
    category: str
    entity: str
    channel: str
    language: str
    place: str
    story: str


@dataclass(frozen=True)
class CaseNews:
    """What happened to a case. `event` is a code of the life of a case, such as `answer`.

    The codes are those of the case now; `entity` is who holds it; `at` is when it happened.
    """

    event: str
    case_id: UUID
    number: str
    type: str
    category: str
    entity: str
    at: datetime


@dataclass(frozen=True)
class EntityReform:
    """What was done with an entity: `rename`, `move`, `merge` or `split`; entities are codes.

    `into`: the new parent of a move, "" for none above; of a merger the entity that goes on.
    `parts`: the entities that came out of a split; the first takes what is left of one that ended.
    """

    act: str
    entity: str
    into: str
    at: datetime
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class HomeSection:
    """A block of the portal's first page: a heading, and a template of the plugin's below it.

    The template finds `content` as it is given here.
    """

    title: str
    template: str
    content: object
