"""What editors read where the catalogue has a code."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.models import LinkKind, MenuPlace, NoticeTone, ReplyKind
from sawti.catalogue.replies import Variable
from sawti.catalogue.rights import Right

BUILT_IN_NAMES: dict[str, Promise] = {
    "home": _("First page"),
    "file": _("File a case"),
    "track": _("Track a case"),
    "categories": _("All subjects"),
    "help": _("Help"),
    "accessibility": _("Accessibility"),
    "privacy": _("Privacy"),
}
TONE_NAMES: dict[str, Promise] = {
    NoticeTone.INFO: _("Information"),
    NoticeTone.OK: _("Good news"),
    NoticeTone.WARN: _("Warning"),
    NoticeTone.ERROR: _("Danger or outage"),
}
PLACE_NAMES: dict[str, Promise] = {
    MenuPlace.HEADER: _("Header"),
    MenuPlace.FOOTER: _("Footer"),
}
LINK_NAMES: dict[str, Any] = {
    LinkKind.BUILT_IN: _("Page of the portal"),
    LinkKind.PAGE: _("Page of yours"),
    LinkKind.OUTSIDE: _("Address of another site"),
}
# What kinds of representation allow beside filing, which each of them does.
RIGHT_NAMES: dict[str, Promise] = {
    Right.FOLLOW.value: _("Follow the case"),
    Right.REPLY.value: _("Reply, take the case back and reopen it"),
    Right.RATE.value: _("Rate the answer"),
}
KIND_NAMES: dict[str, Promise] = {
    ReplyKind.QUESTION: _("Question to the applicant"),
    ReplyKind.ANSWER: _("Answer"),
}
VARIABLE_NAMES: dict[Variable, Promise] = {
    Variable.NUMBER: _("the number of the case"),
    Variable.ENTITY: _("the name of the entity that answers"),
    Variable.CATEGORY: _("the subject of the case"),
    Variable.DUE_DATE: _("the day until which an answer is due"),
    Variable.APPLICANT_GREETING: _("a greeting, without the name where it is not known"),
    Variable.TODAY: _("the day of writing"),
}
