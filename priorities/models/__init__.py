"""The models of who does what: principles, priority areas, projects, recommendations, organisations and groups."""

from priorities.models.areas import PriorityFact, PriorityIndexPage, PriorityPage
from priorities.models.directories import GovernancePage, PartnersPage
from priorities.models.groups import Group
from priorities.models.organisations import Organisation
from priorities.models.principles import PrincipleIndexPage, PrincipleInsight, PrinciplePage
from priorities.models.projects import ProjectFact, ProjectIndexPage, ProjectPage
from priorities.models.recommendations import Evidence, Recommendation
from priorities.models.tracker import RecommendationIndexPage

__all__ = [
    "Evidence",
    "GovernancePage",
    "Group",
    "Organisation",
    "PartnersPage",
    "PrincipleIndexPage",
    "PrincipleInsight",
    "PrinciplePage",
    "PriorityFact",
    "PriorityIndexPage",
    "PriorityPage",
    "ProjectFact",
    "ProjectIndexPage",
    "ProjectPage",
    "Recommendation",
    "RecommendationIndexPage",
]
