"""The contract of whoever takes our messages: what a provider is given, and what it may answer.

A provider is code; what a tenant sets for it (`options`) and its secret are rows of the tenant.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sawti.plugins.manifest import Options, Texts

CHANNELS = ("email", "sms", "push", "webhook")


@dataclass(frozen=True)
class Parcel:
    """One message on its way out. `key` is the same with every try of it; `kind` is its template.

    `text` is plain; `subject` and `html` are there for e-mail only. `facts` are codes and ids.
    After `good_until` it is worth nothing. On the channel `push` the address is that of a browser's
    push service, `text` a JSON object (title, body, lang, dir, url, tag), and `facts` hold the
    subscription's keys.
    """

    key: str
    kind: str
    address: str
    language: str
    text: str
    written_at: datetime
    subject: str = ""
    html: str = ""
    sender: str = ""
    sender_name: str = ""
    good_until: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Means:
    """What a tenant set for its provider: a valid model of the provider's kind, and the secret."""

    options: Any
    secret: str


@dataclass(frozen=True)
class Taken:
    """The provider has the message. `reference` is its own name for it, by which it reports later.

    `parts` is how many messages it counts as: a long SMS goes in several.
    """

    reference: str = ""
    parts: int = 1


class NotReached(Exception):
    """The provider was not reached, so it has nothing: everything waits for it in its order."""


class NoAnswer(Exception):
    """The provider was reached and did not answer: nobody knows whether it has the message.

    `is_trouble`: that tells something about the provider, and not of one address only.
    """

    def __init__(self, words: str = "", *, is_trouble: bool = True) -> None:
        self.is_trouble = is_trouble
        super().__init__(words)


class Refused(Exception):
    """The provider said no, so it has nothing.

    `words` are what it said. `is_final`: it would say so again. `is_address`: there is no such
    address (any more), and nothing is to be written to it. `is_trouble`: it is the provider that
    is not well, not the message.
    """

    def __init__(
        self,
        words: str,
        *,
        is_final: bool = False,
        is_address: bool = False,
        is_trouble: bool = False,
    ) -> None:
        self.words, self.is_final = words, is_final or is_address
        self.is_address, self.is_trouble = is_address, is_trouble
        super().__init__(words)


@dataclass(frozen=True)
class MessageProvider:
    """One who takes messages of a channel.

    `send` is called outside of any transaction, by several processes at once. It returns what was
    taken or raises NotReached, NoAnswer or Refused; whatever else it raises counts as NoAnswer.
    `check` returns what is wrong with the options, by the name of the option; it calls nobody.
    `secret` says in each language what the secret is; without it there is none, unless it
    `needs_secret` nobody has to set one. With `new_secret` nobody types it: it returns the secret
    that follows the present one ("" for none yet), and `shown` what of a secret everybody may see.
    """

    code: str
    channel: str
    titles: Texts
    options: type[Options]
    send: Callable[[Parcel, Means], Taken]
    secret: Texts = field(default_factory=dict)
    needs_secret: bool = False
    new_secret: Callable[[str], str] | None = None
    shown: Callable[[str], str] = lambda secret: ""
    check: Callable[[Any], Mapping[str, Texts]] = lambda options: {}
