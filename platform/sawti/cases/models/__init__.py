"""The tables of cases, by theme."""

from sawti.cases.models.applicants import TAKING_PART, Applicant, Involvement, InvolvementKind
from sawti.cases.models.case import Case
from sawti.cases.models.clocks import Clock, EndedBy, Pause, ResumedBy, WaitsFor
from sawti.cases.models.filing import Draft, FilingKey
from sawti.cases.models.history import HistoryRow
from sawti.cases.models.rescheduling import Cause, Rescheduling
from sawti.cases.models.views import SavedView
from sawti.cases.models.words import (
    CaseFile,
    Content,
    Message,
    MessageKind,
    Note,
    SearchEntry,
    WordsField,
)

__all__ = (
    "TAKING_PART",
    "Applicant",
    "Case",
    "CaseFile",
    "Cause",
    "Clock",
    "Content",
    "Draft",
    "EndedBy",
    "FilingKey",
    "HistoryRow",
    "Involvement",
    "InvolvementKind",
    "Message",
    "MessageKind",
    "Note",
    "Pause",
    "Rescheduling",
    "ResumedBy",
    "SavedView",
    "SearchEntry",
    "WaitsFor",
    "WordsField",
)
