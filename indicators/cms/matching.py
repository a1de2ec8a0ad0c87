"""Matching columns: shows the first rows of a sheet, asks what each column is, and has the sheet checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.admin import messages

from indicators.actions import answer_matching
from indicators.cms import words
from indicators.cms.screens import ReleaseScreen, attempt, person

if TYPE_CHECKING:
    from indicators.importing import Look


class MatchingView(ReleaseScreen):
    """The form; `?sheet=` chooses among the sheets of a workbook."""

    permission_required = "change"
    template_name = "indicators/cms/matching.html"
    page_title = "Match columns"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse where there is no sheet or nothing to be asked any more."""
        if self.may("change") and (self.release.status not in words.REPLACEABLE or not self.release.file):
            messages.error(request, f"Its columns cannot be matched: {words.state(self.release).lower()}.")
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self._answer(None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer and have the sheet checked."""
        return self._answer(request.POST)

    def _answer(self, data: Any) -> HttpResponse:
        from indicators.actions.checking import on_disk
        from indicators.cms.matching_form import MatchingForm
        from indicators.importing import UnreadableFileError, look

        release, sheet = self.release, self.request.GET.get("sheet") or self.release.matching.get("sheet")
        try:
            with on_disk(release) as path:
                seen = look(path, file_name=release.file_name, sheet=sheet)
        except UnreadableFileError as error:
            messages.error(self.request, " ".join(f"{fault.reason} {fault.mend}".strip() for fault in error.faults))
            return self.back()
        if data is not None and seen.format and "as_it_is" in data:
            return self._keep({"sheet": seen.sheet} if seen.sheet else {})
        given = release.matching if self._fits(seen) else seen.matching
        form = MatchingForm(
            data,
            look=seen,
            file_name=release.file_name,
            has_indicator=release.indicator is not None,
            initial=MatchingForm.initial_for(given, seen.header),
            label_suffix="",
        )
        if data is not None and form.is_valid():
            return self._keep(form.matching())
        return self.render_to_response(self.get_context_data(form=form, look=seen))

    def _fits(self, seen: Look) -> bool:
        """Tell whether what was said before was said of this sheet."""
        said = self.release.matching
        return bool(said.get("columns")) and set(said["columns"]) <= set(seen.header)

    def _keep(self, matching: Mapping[str, Any]) -> HttpResponse:
        attempt(
            self.request,
            lambda: answer_matching(release=self.release, matching=matching, by=person(self.request)),
            done="That is settled, and the sheet is checked now.",
        )
        return self.back()
