"""The history of what readers saw: every published release by number, and the way back to any of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from indicators.actions import ReleaseError, restore_release
from indicators.cms import words
from indicators.cms.screens import ReleaseScreen, Screen, address, person
from indicators.models import DataRelease

ON_A_PAGE = 50


class StatePaginator(WagtailPaginator):
    """Pages of published releases."""

    @property
    def items_count_label(self) -> str:
        """Say how many there are."""
        return words.counted(self.count, "release")


class StatesView(Screen):
    """Every release that readers have seen, newest first."""

    template_name = "indicators/cms/states.html"
    page_title = "History of figures"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of the history."""
        rows = DataRelease.objects.published().select_related("published_by", "restores").defer("faults", "matching")
        paginator = StatePaginator(rows, ON_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        last = rows.values_list("number", flat=True).first()
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "elided_page_range": list(paginator.get_elided_page_range(page.number)),
            "releases": [_told(release, last=last) for release in page.object_list],
            "can_add": self.may("add"),
        }


def _told(release: DataRelease, *, last: int | None) -> dict[str, Any]:
    return {
        "release": release,
        "url": address("inspect", release.pk),
        "restore_url": address("restore", release.pk) if release.number != last else "",
        "about": words.in_short(words.titles(release)),
        "came": int(release.counts.get("came", release.row_count)),
        "went": int(release.counts.get("went", 0)),
    }


class RestoreForm(forms.Form):
    """Why the figures go back."""

    why = forms.CharField(
        label="Why",
        help_text="Colleagues read it in the history: “The publisher has withdrawn the figures for 2022”.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the figures go back. It stays in the history."},
    )


class RestoreView(FormMixin[RestoreForm], ReleaseScreen):
    """Asks why, then makes a release that brings an earlier state back; it is looked at and published like any other."""

    permission_required = "add"
    template_name = "indicators/cms/restore.html"
    form_class = RestoreForm
    header_icon = "undo"

    def get_page_title(self) -> str:
        """Name the state."""
        return f"Go back to number {self.release.number}" if self.release.number else "Go back"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the release whose state it is."""
        items = super().get_breadcrumbs_items()[:-1]
        own = {"url": self.release_url, "label": self.release.title}
        return [*items, own, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave the colon off the labels."""
        return super().get_form_kwargs() | {"label_suffix": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what came after it."""
        later = DataRelease.objects.published().filter(number__gt=self.release.number or 0)
        return super().get_context_data(**kwargs) | {"later": later[:10], "later_count": later.count()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, where there is a state to go back to."""
        if self.release.number is None:
            messages.error(request, "Only a release that was published can be brought back.")
            return self.back()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the release that goes back; pressed twice, it is made once."""
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        why = form.cleaned_data["why"]
        twin = DataRelease.objects.filter(restores=self.release, loaded_by=person(request), notes=why)
        twin = twin.filter(number=None).exclude(status=DataRelease.Status.DISCARDED)
        release = twin.first()
        if release is None:
            try:
                release = restore_release(to=self.release, by=person(request), why=why)
            except ReleaseError as error:
                messages.error(request, str(error))
                return self.back()
            messages.success(request, "Nothing has changed yet. Look at the difference, then publish it.")
        return redirect(address("inspect", release.pk))
