"""Screens of the CMS for areas: outlines are loaded from a file, and one is shown as it was loaded."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from het_site.core.models import User
from indicators.actions.boundaries import load_boundaries
from indicators.boundaries import Creation, Wanted
from indicators.boundaries.planning import CHANGING
from indicators.boundaries.reading import LARGEST_FILE
from indicators.models import Area
from indicators.outlines import outline_map

REFUSE, LEAVE_OUT, CREATE = "refuse", "leave_out", "create"
UNKNOWN = [
    (REFUSE, "Stop and list them"),
    (LEAVE_OUT, "Leave them out: the file covers more than we need"),
    (CREATE, "Create them, as said below: the boundaries are new"),
]
#: more faults than this help nobody to mend a file
MOST_FAULTS = 200


class PlainInspectView(InspectView):
    """One thing as it stands, with blanks in words."""

    def get_field_display_value(self, field_name: str, field: models.Field[Any, Any]) -> Any:
        """Say that nothing is set, rather than None."""
        value = super().get_field_display_value(field_name, field)
        return "Not set" if value is None or value == "" else value


class AreaInspectView(PlainInspectView):
    """One area, with its outline drawn among those beside it."""

    object: Area

    def get_outline_display_value(self) -> str:
        """Draw the outline; nothing while there is none."""
        if not self.object.outline:
            return ""
        beside = Area.objects.filter(
            area_type=self.object.area_type, parent=self.object.parent, vintage=self.object.vintage
        )
        drawn = outline_map({area.code: area.outline for area in beside if area.outline})
        shapes = sorted(drawn.shapes, key=lambda shape: shape.key == self.object.code)  # its border lies on top
        return render_to_string(
            "wagtailadmin/areas/outline.html", {"map": drawn, "shapes": shapes, "area": self.object}
        )


class AreaIndexView(IndexView):
    """All areas, with the way to the screen that loads outlines."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the screen to those who may use it."""
        buttons = [*super().header_buttons]
        if self.user_has_permission("change"):
            buttons.append(HeaderButton("Load outlines", url=reverse("areas:boundaries"), icon_name="upload"))
        return buttons


class BoundariesForm(forms.Form):
    """The file and what may be changed."""

    file = forms.FileField(
        validators=[FileExtensionValidator(["geojson", "json"], "Choose a GeoJSON file: its name ends in .geojson.")],
        help_text="GeoJSON in longitude and latitude, with each area’s official code. From the Open Geography Portal, "
        "take generalised boundaries (BGC).",
    )
    trial = forms.BooleanField(
        label="Only say what would change", required=False, help_text="Nothing is written. Good for a first look."
    )
    replace = forms.BooleanField(
        label="Replace outlines that differ",
        required=False,
        help_text="For a better drawing of the same boundary. A boundary that has moved is a new area.",
    )
    unknown = forms.ChoiceField(
        label="Areas in the file that are not known here",
        choices=UNKNOWN,
        initial=REFUSE,
        widget=forms.RadioSelect,
        help_text="Areas are known by their official codes.",
    )
    area_type = forms.ChoiceField(
        label="New areas: type",
        choices=[("", "Choose"), *Area.Type.choices],
        required=False,
        help_text="Only where new areas are created: all of them are of one kind.",
    )
    parent = forms.ModelChoiceField(
        Area.objects.exclude(area_type__in=CHANGING),
        label="New areas: they lie in",
        required=False,
        help_text="The town of new wards, for example.",
    )
    vintage = forms.CharField(
        label="New areas: vintage",
        max_length=20,
        required=False,
        help_text="The year their boundaries date from, for example 2023.",
    )
    valid_from = forms.DateField(
        label="New areas: first day",
        required=False,
        help_text="The day the boundaries came into force, as 2023-05-04.",
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(
                f"{LARGEST_FILE // 1_000_000} MB are the most. Choose fewer areas, then export again."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for what new areas need."""
        data = super().clean() or {}
        if data.get("unknown") == CREATE:
            for name in ("area_type", "parent"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Needed to create areas.")
        return data

    @property
    def wanted(self) -> Wanted:
        """Give what the person asks for."""
        data = self.cleaned_data
        create = None
        if data["unknown"] == CREATE:
            create = Creation(data["area_type"], data["parent"].code, data["vintage"], data["valid_from"])
        return Wanted(replace=data["replace"], leave_out_unknown=data["unknown"] == LEAVE_OUT, create=create)


class BoundariesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Loads outlines from a file and reports."""

    permission_policy: Any = None
    permission_required = "change"
    template_name = "wagtailadmin/areas/boundaries.html"
    form_class = BoundariesForm
    page_title = "Load outlines"
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the areas."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("areas:index"), "label": "Areas"},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: BoundariesForm) -> HttpResponse:
        """Load the file, and say what it did or what is wrong with it."""
        wanted = form.wanted
        if wanted.create and not self.user_has_permission("add"):
            form.add_error("unknown", "You may not create areas. Ask an administrator.")
            return self.form_invalid(form)
        file = form.cleaned_data["file"]
        loaded = load_boundaries(
            data=file.read(),
            file=file.name,
            wanted=wanted,
            trial=form.cleaned_data["trial"],
            by=cast(User, self.request.user),  # nobody else gets here
        )
        if loaded.faults:
            messages.error(self.request, "The file has faults. Nothing was loaded.")
        elif loaded.is_trial:
            messages.warning(self.request, "This was a trial. Nothing was changed.")
        else:
            messages.success(self.request, "Nothing changed." if loaded.plan.is_empty else "The outlines are loaded.")
        report = {
            "loaded": loaded,
            "faults": loaded.faults[:MOST_FAULTS],
            "counts": [(words, count) for words, count in loaded.plan.counts if count],
        }
        return self.render_to_response(self.get_context_data(form=form, **report))
