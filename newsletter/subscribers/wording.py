"""The words that people agree to when they sign up, each version kept: a proof of consent names one of them.

Whoever changes a word adds a version; an earlier one is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSIONS: Mapping[str, str] = {
    "2026-11": (
        "I want to get the newsletter by email. You keep my email address, my name if I give it, and the topics I choose, "
        "and use them for the newsletter alone. I can stop it with one click in every email, and have everything erased."
    ),
}
#: what is shown now
CURRENT = "2026-11"
WORDS = VERSIONS[CURRENT]
