"""The kinds of document a case has; codes are permanent."""

from enum import StrEnum


class Kind(StrEnum):
    """A document of a case."""

    RECEIPT = "receipt"
    ANSWER = "answer"
    CASE_FILE = "case_file"
