"""Comparing answers: what is left when the random and the repeated is taken out."""

import re
from typing import Any


def plain(response: Any, asked_for: object) -> str:
    """Return body and place of a response without CSRF tokens and the id that was asked for."""
    text = response.content.decode() + response.headers.get("Location", "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(rf"(/|%2F){re.escape(str(asked_for))}(?=\W|$)", "/the-id", text)
