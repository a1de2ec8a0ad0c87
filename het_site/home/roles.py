"""Who may do what: the table of roles, least first. `docs/security.md` tells it in words; a test compares the two."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from het_site.core.accounts import people
from het_site.core.cms import workflow
from het_site.core.cms.roles import Role, grant_new, grant_sections, reset

IMAGE = "wagtailimages.image"  # the permission of every image model, ours too
DOCUMENT = "wagtaildocs.document"
#: a new snippet is drafted and sent for approval
DRAFT = ("add", "change")
PUBLISH = (*DRAFT, "publish", "lock", "unlock")
EVERYTHING = (*PUBLISH, "delete", "view")

EDITORIAL_SNIPPETS = ("priorities.recommendation", "priorities.organisation", "priorities.group")

PARTNERS = Role(name=people.GROUP, has_cms=False)

EDITORS = Role(
    name="Editors",
    pages=("add", "change"),
    collections={IMAGE: ("add", "choose"), DOCUMENT: ("add", "choose")},
    models=dict.fromkeys(EDITORIAL_SNIPPETS, DRAFT),
)

MODERATORS = Role(
    name="Moderators",
    pages=("add", "change", "publish", "lock", "unlock"),
    collections={IMAGE: ("add", "change", "choose"), DOCUMENT: ("add", "change", "choose")},
    models={
        **dict.fromkeys(EDITORIAL_SNIPPETS, PUBLISH),
        "casestudies.submission": ("change", "view"),
        "newsletter.item": ("change", "view"),
    },
)

DATA_OFFICERS = Role(
    name="Data officers",
    models={
        "indicators.indicator": PUBLISH,
        "indicators.area": ("add", "change", "view"),
        "indicators.areagroup": ("add", "change", "delete", "view"),
        "indicators.datarelease": ("add", "change", "view"),
        "indicators.postcodelookup": ("add", "change", "view"),
        "indicators.observation": ("view",),
        "indicators.indicatorsettings": ("change",),
    },
)

NEWSLETTER_EDITORS = Role(
    name="Newsletter editors",
    sections=dict.fromkeys(
        ("newsletter.NewsIndexPage", "newsletter.EventIndexPage", "newsletter.NewsletterIndexPage"),
        ("add", "change", "publish"),
    ),
    collections={IMAGE: ("add", "choose"), DOCUMENT: ("add", "choose")},
    models={
        "newsletter.sending": ("send", "view"),
        "newsletter.subscriber": ("add", "change", "view", "export"),
        "newsletter.newslettersettings": ("change",),
        "newsletter.item": ("change", "view"),
    },
)

ADMINISTRATORS = Role(
    name="Administrators",
    pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    collections={
        IMAGE: ("add", "change", "delete", "choose"),
        DOCUMENT: ("add", "change", "delete", "choose"),
        "wagtailcore.collection": ("add", "change", "delete"),
    },
    models={
        **dict.fromkeys((*EDITORIAL_SNIPPETS, *DATA_OFFICERS.models), EVERYTHING),
        **NEWSLETTER_EDITORS.models,
        "core.theme": ("add", "change", "delete"),
        "core.brandsettings": ("change",),
        "casestudies.casestudysettings": ("change",),
        "casestudies.submission": ("change", "view"),
        "core.user": ("add", "change", "delete", "view"),
        "auth.group": ("add", "change", "delete", "view"),
        "wagtailcore.site": ("add", "change", "delete"),
        "wagtailcore.workflow": ("add", "change", "delete"),
        "wagtailcore.task": ("add", "change", "delete"),
        "wagtailredirects.redirect": ("add", "change", "delete"),
    },
)

ROLES = (PARTNERS, EDITORS, MODERATORS, DATA_OFFICERS, NEWSLETTER_EDITORS, ADMINISTRATORS)
#: groups that Wagtail's own migrations make and ours only adapt
WAGTAILS_OWN = (EDITORS.name, MODERATORS.name)


def install(apps: Any) -> None:
    """Make groups and workflow what the table says. For migrations: it undoes what was changed in the CMS."""
    reset(apps, ROLES)
    workflow.make(apps, approvers=MODERATORS.name)
    workflow.cover_snippets(apps, models=EDITORIAL_SNIPPETS)


def uninstall(apps: Any) -> None:
    """Leave groups and workflow as Wagtail's own migrations made them, or near: nobody gains a permission."""
    workflow.give_back(apps)
    groups = apps.get_model("auth.Group").objects.filter(name__in=[role.name for role in ROLES])
    groups.exclude(name__in=WAGTAILS_OWN).delete()
    wagtails = [
        Role(name=EDITORS.name, pages=("add", "change")),
        Role(name=MODERATORS.name, pages=("add", "change", "publish")),
    ]
    reset(apps, wagtails)


def catch_up(apps: Any) -> None:
    """Grant what the table says about models that did not exist at the last migration; change nothing else."""
    if grant_new(apps, ROLES):
        workflow.cover_snippets(apps, models=EDITORIAL_SNIPPETS)


def open_section(page: Model) -> None:
    """Let each role that works on pages of this kind work on a new one."""
    from django.apps import apps

    for role in ROLES:
        if role.sections:
            grant_sections(apps, role, kind=page._meta.label, page=page.pk)
