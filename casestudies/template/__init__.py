"""The partners' template: its questions, what is missing, how two people's answers meet, how two versions differ.

Plain values in and out; knows no database, no request and no page.
"""

from casestudies.template.differences import Difference, differences, word_changes
from casestudies.template.merging import Clash, Merged, merge
from casestudies.template.missing import Missing, missing
from casestudies.template.questions import FULL, GROUPS, QUESTIONS, QUICK, Group, Kind, Question, groups_for

__all__ = [
    "FULL",
    "GROUPS",
    "QUESTIONS",
    "QUICK",
    "Clash",
    "Difference",
    "Group",
    "Kind",
    "Merged",
    "Missing",
    "Question",
    "differences",
    "groups_for",
    "merge",
    "missing",
    "word_changes",
]
