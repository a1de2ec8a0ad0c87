"""What may be asked of the list of stories."""

from __future__ import annotations

from rest_framework import serializers

from casestudies.template.choices import AUDIENCES
from indicators.api.asking import Asked, Several, Whole, YesOrNo, area_codes, slugs
from priorities.models import Organisation


class StoriesAsked(Asked):
    """Which stories."""

    principle = slugs("A principle that it is about")
    priority = slugs("A priority area that it serves")
    organisation = slugs("An organisation whose work it is")
    kind = Several(
        serializers.ChoiceField(Organisation.Kind.choices), help_text="The kind of organisation. Repeat it for several."
    )
    audience = Several(
        serializers.ChoiceField(list(AUDIENCES.items())), help_text="Who it was for. Repeat it for several."
    )
    ward = area_codes()
    year = Several(Whole(min_value=1990, max_value=2100), help_text="The year it was told. Repeat it for several.")
    has_outcomes = YesOrNo(required=False, help_text="Only those with figures before or after, or only those without.")
    ordering = serializers.ChoiceField(
        ["id", "-id", "title", "-title"],
        required=False,
        default="-id",
        help_text="id: in the order in which they were written down, which never changes. A minus turns it round.",
    )
