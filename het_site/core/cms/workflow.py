"""The approval workflow: one task, one group, the whole page tree and the snippets that are drafted like pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

NAME = "Moderators’ approval"
#: what Wagtail's own migrations call the workflow and the task that they make
WAGTAILS_NAME = "Moderators approval"


def make(apps: Any, *, approvers: str) -> Any:
    """Make the workflow for the whole page tree, from the one that Wagtail brings if it is there; give it."""
    content_types = apps.get_model("contenttypes.ContentType")
    task_model = apps.get_model("wagtailcore.GroupApprovalTask")
    workflow_model = apps.get_model("wagtailcore.Workflow")

    task = task_model.objects.filter(name__in=[NAME, WAGTAILS_NAME]).order_by("pk").first()
    if task is None:
        kind, _ = content_types.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
        task = task_model(content_type=kind)
    task.name, task.active = NAME, True
    task.save()
    task.groups.set(apps.get_model("auth.Group").objects.filter(name=approvers))

    workflow = workflow_model.objects.filter(name__in=[NAME, WAGTAILS_NAME]).order_by("pk").first() or workflow_model()
    workflow.name, workflow.active = NAME, True
    workflow.save()
    apps.get_model("wagtailcore.WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1).first()
    if root is not None:
        apps.get_model("wagtailcore.WorkflowPage").objects.get_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def cover_snippets(apps: Any, *, models: Iterable[str]) -> None:
    """Let snippets go through the workflow, unless an administrator has given them another."""
    workflow = apps.get_model("wagtailcore.Workflow").objects.filter(name=NAME).first()
    if workflow is None:
        return
    for name in models:
        app_label, _, model = name.lower().partition(".")
        kind = apps.get_model("contenttypes.ContentType").objects.filter(app_label=app_label, model=model).first()
        if kind is not None:
            apps.get_model("wagtailcore.WorkflowContentType").objects.get_or_create(
                content_type=kind, defaults={"workflow": workflow}
            )


def give_back(apps: Any) -> None:
    """Leave the workflow as Wagtail's own migrations made it."""
    for name in ("GroupApprovalTask", "Workflow"):
        apps.get_model(f"wagtailcore.{name}").objects.filter(name=NAME).update(name=WAGTAILS_NAME)
    apps.get_model("wagtailcore.WorkflowContentType").objects.filter(workflow__name=WAGTAILS_NAME).delete()
