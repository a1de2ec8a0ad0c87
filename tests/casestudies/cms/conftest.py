"""People of each role of the CMS."""

from tests.cms.conftest import person, signed_in

__all__ = ["person", "signed_in"]
