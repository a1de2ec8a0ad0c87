"""The screen of one release: what it is, what it would do or did, and what can be done with it now."""

from __future__ import annotations

from typing import Any

from indicators.cms import words
from indicators.cms.faults import fault_table
from indicators.cms.figures import figure_table, kinds_of
from indicators.cms.progress import PAUSE_WITHOUT_SCRIPTS, progress_of, progress_url
from indicators.cms.screens import ReleaseScreen, address
from indicators.models import DataRelease

Status = DataRelease.Status
#: what came in with it is compared with what is live
COMPARED = frozenset({Status.READY, Status.SCHEDULED})


class ReleaseView(ReleaseScreen):
    """Everything about one release; what is in the middle depends on its state."""

    template_name = "indicators/cms/release.html"
    # what Wagtail's own screen of this place asks for
    fields: list[str] = []
    fields_exclude: list[str] = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what the state needs and no more."""
        release, status = self.release, self.release.status
        context = super().get_context_data(**kwargs) | {
            "file_url": address("file", release.pk) if release.file else "",
            "history_url": address("history", release.pk),
            "edit_url": address("edit", release.pk) if self.may("change") else "",
            "notices": release.counts.get("notices", []),
            "unlisted": words.unknown(release.counts.get("unlisted", [])),
            "replaced_by": release.mended_by.order_by("pk").last(),
            "is_open": status in words.REPLACEABLE | {Status.SCHEDULED, Status.UPLOADED},
            "is_replaceable": status in words.REPLACEABLE and not release.restores_id,
            "progress": progress_of(release),
        }
        if status in words.AT_WORK:
            context |= {"progress_url": progress_url(release), "pause": PAUSE_WITHOUT_SCRIPTS}
        elif status == Status.FAULTY:
            context["faults"] = fault_table(release, self.request.GET)
        elif status in COMPARED:
            context |= self._difference() | {
                "effect": words.effect(release.counts),
                "scheduled": words.moment(release),
                "held_back": _held_back(release),
            }
        elif status == Status.PUBLISHED:
            context |= self._difference() | {"before": _before(release)}
        return context

    def _difference(self) -> dict[str, Any]:
        release = self.release
        kinds = kinds_of(release)
        return {"table": figure_table(release, self.request.GET), "columns": [title for title, _ in kinds.values()]}


def _held_back(release: DataRelease) -> str:
    """Say how many numbers the portal holds back, and why."""
    held = release.counts.get("held_back") or {}
    small, secondary, live = (int(held.get(name, 0)) for name in ("small", "secondary", "live"))
    if not small + secondary + live:
        return ""
    parts = [f"{words.counted(small, 'figure')} because so few people are counted"] if small else []
    parts += [f"{secondary:,} because a number held back could be worked out from them"] if secondary else []
    parts += [f"{live:,} of these are live now and come down"] if live else []
    return f"Held back: {'; '.join(parts)}. Readers see why, never the number."


def _before(release: DataRelease) -> DataRelease | None:
    """Give the release whose state a published one came after, if it is the last: then it can be undone."""
    last = DataRelease.objects.published()[:2]
    found = list(last)
    return found[1] if len(found) == 2 and found[0].pk == release.pk else None
