"""Hooks about who carries our messages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sawti.plugins.messages import MessageProvider

hookspec = pluggy.HookspecMarker("sawti")


@hookspec
def message_providers() -> "Sequence[MessageProvider]":  # type: ignore[empty-body]
    """Add providers that carry e-mail, SMS, push messages or news for other systems.

    When: whenever a message is sent, and when an administrator looks at the providers.
    Arguments: none.
    Returns: your providers; a tenant that enabled your plugin may choose one for each channel.
    Failure: an exception of `send` other than its own three is kept with the message as "no
    answer", and the message is tried again under the same key, marked as a possible second copy.
    Must not: query or use the network here; `send` may call out, and must not query, log an
    address, or take more than 15 s.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """
