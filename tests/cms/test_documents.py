"""What the documents say of roles is what the table of roles holds."""

from __future__ import annotations

import re

from het_site.home.roles import ROLES
from het_site.local.folders import ROOT


def test_every_role_stands_in_the_security_document_and_no_other() -> None:
    rows = re.findall(r"^\| ([A-Z][a-z]+(?: [a-z]+)?) \|", (ROOT / "docs" / "security.md").read_text(), re.MULTILINE)
    assert rows == [role.name for role in ROLES]
