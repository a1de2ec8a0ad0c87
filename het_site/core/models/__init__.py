"""The core models, one file for each subject."""

from het_site.core.models.attempts import Attempt
from het_site.core.models.facts import Fact
from het_site.core.models.images import CustomImage, CustomRendition
from het_site.core.models.pages import BasePage
from het_site.core.models.request_counts import RequestCount
from het_site.core.models.second_factors import RecoveryCode, SecondFactor
from het_site.core.models.settings import BrandSettings
from het_site.core.models.sign_in_codes import SignInCode
from het_site.core.models.themes import Theme
from het_site.core.models.users import User

__all__ = [
    "Attempt",
    "BasePage",
    "BrandSettings",
    "CustomImage",
    "CustomRendition",
    "Fact",
    "RecoveryCode",
    "RequestCount",
    "SecondFactor",
    "SignInCode",
    "Theme",
    "User",
]
