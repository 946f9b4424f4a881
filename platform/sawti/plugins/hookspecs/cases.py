"""Hooks about cases: what may be filed, and what has happened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sawti.lib.errors import Invalid
    from sawti.plugins.facts import CaseFacts, CaseNews

hookspec = pluggy.HookspecMarker("sawti")


@hookspec
def check_filing(case: "CaseFacts") -> "Sequence[Invalid]":  # type: ignore[empty-body]
    """Object to a case before it is filed.

    When: for every filing on every channel that our own rules accept, before its transaction.
    Arguments: `case` is what would be filed; who files it stays unknown to you.
    Returns: a fault for each thing to mend, with the field it belongs to; an empty list to agree.
    Failure: faults are shown at their fields with your plugin's name; an exception refuses the
    filing and names the plugin.
    Must not: query, write, use the network, or take more than 10 ms: this is a hot path.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """


@hookspec
def case_news(news: "CaseNews") -> None:
    """Hear what has happened to a case.

    When: soon after each change of a case is committed, by the worker that delivers the outbox;
    changes of one case may come out of order.
    Arguments: `news` says what happened and where the case stands now.
    Returns: nothing.
    Failure: what you wrote is taken back and the news comes again, later each time, up to twenty
    times; other plugins and the applicant's e-mails are not held up.
    Must not: use the network or begin a transaction: you are in the one that marks the news done,
    so what you write is written exactly once.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """
