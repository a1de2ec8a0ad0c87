"""The form on which an indicator's definition is edited: its tabs and the order of its fields. Holds no field."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface

from indicators.models.inlines import CommentaryFormSet, ListPanel, SignedPanel, TargetFormSet

EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("slug")]),
                FieldPanel("title"),
                FieldPanel("question"),
                FieldRowPanel([FieldPanel("theme"), FieldPanel("status")]),
                FieldPanel("measure_used"),
                FieldRowPanel([FieldPanel("is_proxy"), FieldPanel("proxy_for")], "Stand-in"),
                FieldPanel("meaning"),
                FieldPanel("method"),
                FieldPanel("caveats"),
            ],
            heading="Definition",
        ),
        ObjectList(
            [
                FieldPanel("value_type"),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("unit_short")]),
                FieldRowPanel([FieldPanel("decimals"), FieldPanel("multiplier")]),
                FieldRowPanel([FieldPanel("polarity"), FieldPanel("headline_age")]),
                FieldPanel("suppress_below"),
            ],
            heading="Number",
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldPanel("source_name"),
                        FieldPanel("source_url"),
                        FieldRowPanel([FieldPanel("source_id"), FieldPanel("licence")]),
                    ],
                    "Source",
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("frequency"),
                        FieldRowPanel([FieldPanel("next_update_on"), FieldPanel("next_update")]),
                    ],
                    "Updates",
                ),
                MultiFieldPanel(
                    [
                        HelpPanel("What may be said about the figures. Say less rather than too much."),
                        FieldRowPanel([FieldPanel("trend_allowed"), FieldPanel("trend_note")]),
                        FieldPanel("periods_comparable"),
                        FieldRowPanel([FieldPanel("comparison_allowed"), FieldPanel("comparison_note")]),
                    ],
                    "Trust",
                ),
            ],
            heading="Source and trust",
        ),
        ObjectList(
            [
                MultiFieldPanel([FieldPanel("baseline_period"), FieldPanel("baseline_reason")], "Baseline"),
                MultiFieldPanel(
                    [
                        HelpPanel(
                            "Only what somebody has published. Readers see how far the latest figure is from it."
                        ),
                        ListPanel("targets", label="Target", formset=TargetFormSet),
                    ],
                    "Targets",
                ),
                MultiFieldPanel(
                    [
                        HelpPanel(template="wagtailadmin/panels/published_commentary.html"),
                        SignedPanel("commentary", label="Comment", formset=CommentaryFormSet),
                    ],
                    "Commentary",
                ),
            ],
            heading="Aims and commentary",
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("checker")]),
                FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("next_review_on")]),
                MultiFieldPanel(
                    [FieldPanel("is_retired"), FieldPanel("retired_because"), FieldPanel("replaced_by")], "Retire"
                ),
            ],
            heading="Care",
        ),
    ]
)
