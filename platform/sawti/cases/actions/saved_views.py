"""The lists that a person keeps under a name of their own."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.cases.filters import CaseFilter
from sawti.cases.models import SavedView
from sawti.cases.steps import checked_words
from sawti.lib.errors import N_, Invalid, Missing

MOST_VIEWS = 20
LONGEST_NAME = 60


def save_view(*, by: Staff, name: str, chosen: CaseFilter) -> SavedView:
    """Keep the filter under a name; its parameters are known ones, however they came.

    Raises Invalid for an empty, too long or known name, and beyond MOST_VIEWS.
    """
    words = checked_words("name", name, longest=LONGEST_NAME)
    with transaction.atomic(durable=True):
        Staff.objects.select_for_update().get(pk=by.pk)  # two at once count each other
        kept = list(SavedView.objects.filter(staff=by).values_list("name", flat=True))
        _refuse_known(words, kept)
        if len(kept) >= MOST_VIEWS:
            text = N_("You have %(most)s lists already. Delete one first.")
            raise Invalid("name", text, most=MOST_VIEWS)
        view: SavedView = SavedView.objects.create(
            staff=by, name=words, query=urlencode(chosen.parameters()), position=len(kept)
        )
    return view


def rename_view(view_id: UUID, *, by: Staff, name: str) -> SavedView:
    """Give one of the person's own lists another name. Raises Missing for anybody else's."""
    words = checked_words("name", name, longest=LONGEST_NAME)
    with transaction.atomic(durable=True):
        Staff.objects.select_for_update().get(pk=by.pk)
        view = _own(view_id, by)
        others = SavedView.objects.filter(staff=by).exclude(pk=view.pk)
        _refuse_known(words, others.values_list("name", flat=True))
        view.name = words
        view.save(update_fields=["name"])
    return view


def delete_view(view_id: UUID, *, by: Staff) -> None:
    """Delete one of the person's own lists; no case is touched. Raises Missing as above."""
    with transaction.atomic(durable=True):
        _own(view_id, by).delete()


def _own(view_id: UUID, by: Staff) -> SavedView:
    view: SavedView | None = SavedView.objects.filter(pk=view_id, staff=by).first()
    if view is None:
        raise Missing
    return view


def _refuse_known(name: str, kept: Iterable[str]) -> None:
    if name in set(kept):
        raise Invalid("name", N_("You have a list of this name already. Choose another name."))
