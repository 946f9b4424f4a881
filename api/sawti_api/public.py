"""What a plugin's calls may use; the rest of this package may change at any time."""

from sawti_api.openapi import Shape, answer, problems
from sawti_api.parsing import members_of
from sawti_api.problems import Fault, Faults, Problem
from sawti_api.resource import PublicResource, StaffResource, moment_writer

__all__ = (
    "Fault",
    "Faults",
    "Problem",
    "PublicResource",
    "Shape",
    "StaffResource",
    "answer",
    "members_of",
    "moment_writer",
    "problems",
)
