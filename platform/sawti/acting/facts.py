"""Frozen facts about acting for somebody else; no models."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sawti.catalogue.rights import Right as Right


@dataclass(frozen=True)
class OnBehalf:
    """For whom somebody files: a code of the tenant's kinds, and the person's name.

    `email` is the represented person's own, if any: whoever proves it may take the case over.
    `is_lasting`: for all cases of that person, not for this one only. `proofs`: tokens of uploads.
    `representation_id` names a lasting one of earlier instead; all else is then ignored.
    """

    kind: str = ""
    name: str = ""
    email: str = ""
    is_lasting: bool = False
    valid_until: date | None = None
    proofs: tuple[str, ...] = ()
    representation_id: UUID | None = None


@dataclass(frozen=True)
class ActsFacts:
    """That a case was filed for somebody else: how, and how far the proof is. It names nobody."""

    kind_code: str
    kind_name: str
    state: str
