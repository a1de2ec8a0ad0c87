"""How a story is cited: as plain text, as BibTeX and as RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casestudies.models import CaseStudyPage

#: what BibTeX takes for markup
TEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"})


@dataclass(frozen=True)
class Citation:
    """What a citation says. `by` is who wrote it, never a partner for what the portal’s team wrote."""

    by: str
    year: str
    title: str
    site: str
    address: str
    key: str

    @property
    def text(self) -> str:
        """Write it as people do."""
        return f"{self.by} ({self.year or 'no date'}). {self.title}. {self.site}. {self.address}"

    @property
    def bibtex(self) -> str:
        """Write it for LaTeX and what reads its format."""
        parts = {
            "author": f"{{{self.by.translate(TEX)}}}",
            "title": self.title.translate(TEX),
            "year": self.year,
            "howpublished": self.site.translate(TEX),
            "url": self.address,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in parts.items() if value)
        return f"@misc{{{self.key},\n{lines}}}\n"

    @property
    def ris(self) -> str:
        """Write it for reference managers."""
        parts = (
            ("TY", "WEB"),
            ("AU", self.by),
            ("TI", self.title),
            ("PY", self.year),
            ("PB", self.site),
            ("UR", self.address),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {value}\r\n" for tag, value in parts if value or tag == "ER")


def citation(page: CaseStudyPage, *, site: str, address: str) -> Citation:
    """Give the citation of a story."""
    owners = ", ".join(owner.name for owner in page.organisations.all())
    by = (page.content_owner or site) if page.is_summary else (page.authors or owners or site)
    year = str(page.year or (page.first_published_at.year if page.first_published_at else ""))
    by, title, site = (" ".join(text.split()) for text in (by, page.title, site))
    return Citation(by, year, title, site, address, re.sub(r"[^a-zA-Z0-9-]", "", page.slug) or "story")
