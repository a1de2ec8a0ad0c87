"""Lists inside an indicator's form: targets, and commentary to which one can add but not change what is published."""

from __future__ import annotations

from typing import Any

from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel
from wagtail.admin.telepath import register as register_telepath_adapter


class TargetFormSet(BaseChildFormSet):
    """Targets, held against what the indicator measures."""

    def clean(self) -> None:
        """Refuse a target that no figure of this kind can reach."""
        super().clean()
        for form in self.forms:
            value = form.cleaned_data.get("value") if form.is_valid() else None
            if value is not None and self.instance.is_percentage and not 0 <= value <= 100:
                form.add_error("value", "A percentage is between 0 and 100.")


class CommentaryFormSet(BaseChildFormSet):
    """The entries that are still a draft: what has been published is not in the form, so nothing can change it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.first_published_at:
            kwargs["queryset"] = instance.commentary.filter(pk__isnull=True)
        super().__init__(*args, **kwargs)


class ListPanel(InlinePanel):
    """An inline panel with a form set of its own."""

    def __init__(self, *args: Any, formset: type[BaseChildFormSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formset = formset

    def clone_kwargs(self) -> dict[str, Any]:
        """Hand the form set on when Wagtail copies the panel."""
        return {**super().clone_kwargs(), "formset": self.formset}

    def get_form_options(self) -> dict[str, Any]:
        """Build the list with our form set."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options


class SignedPanel(ListPanel):
    """A list whose new entries are signed by the person at the keyboard, who can change the name."""

    @register_telepath_adapter
    class BoundPanel(InlinePanel.BoundPanel):
        """Writes the name into the empty form."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            user = getattr(self.request, "user", None)
            if self.form is not None and user is not None:
                self.empty_child.form.initial["author"] = user.get_full_name()
