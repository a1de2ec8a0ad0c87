"""The library of stories, and what partners hand in before it is one."""

from casestudies.models.catalogue import StoredCatalogue
from casestudies.models.index_page import CaseStudyIndexPage
from casestudies.models.library import CaseStudyFigure, CaseStudyPage, Section
from casestudies.models.outcomes import CaseStudyOutcome
from casestudies.models.people import AccountNotice, Invitation, Membership
from casestudies.models.pictures import (
    ConsentEvent,
    PictureConsent,
    SubmissionDocument,
    SubmissionPicture,
)
from casestudies.models.settings import CaseStudySettings
from casestudies.models.submissions import Submission, SubmissionRevision
from casestudies.models.talk import Event, Remark

__all__ = [
    "AccountNotice",
    "CaseStudyFigure",
    "CaseStudyIndexPage",
    "CaseStudyOutcome",
    "CaseStudyPage",
    "CaseStudySettings",
    "ConsentEvent",
    "Event",
    "Invitation",
    "Membership",
    "PictureConsent",
    "Remark",
    "Section",
    "StoredCatalogue",
    "Submission",
    "SubmissionDocument",
    "SubmissionPicture",
    "SubmissionRevision",
]
