"""Work of the core outside the request: keeping the queues of all apps healthy, and email that must not tell by its time."""

from __future__ import annotations

import logging
from typing import Any

from procrastinate import JobContext, exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

logger = logging.getLogger(__name__)

#: seconds without a sign of life after which a worker is taken for dead
SILENCE = 20
#: a job whose worker has died so often is what kills them
MOST_ATTEMPTS = 5
#: how long a job that failed is kept to be looked at
KEPT_HOURS = 24 * 90


@app.periodic(cron="* * * * * */20")
@app.task(name="core.take_up_stalled_jobs", queueing_lock="core.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back what a worker that is gone was at; give up what kills every worker."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        await _take_up(manager, job)
    await manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


async def _take_up(manager: Any, job: Job) -> None:
    if job.attempts < MOST_ATTEMPTS:
        try:
            await manager.retry_job(job)
        except exceptions.UniqueViolation:
            logger.info("Job %s waits already as another: the stalled one goes.", job.id)
        else:
            logger.warning("The worker of job %s, %s, is gone: it is taken up again.", job.id, job.task_name)
            return
    else:
        logger.error("Job %s, %s, was stopped %s times and is given up.", job.id, job.task_name, job.attempts)
    await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.task(name="core.send_password_reset")
def send_password_reset(*, address: str, host: str, is_secure: bool, subject_template: str, text_template: str) -> None:
    """Send the link for a new password, if anybody has the address. A message that cannot be sent is in the log."""
    from het_site.core.accounts.passwords import LinkForm

    form = LinkForm({"email": address})
    if form.is_valid():
        form.save(
            domain_override=host,
            use_https=is_secure,
            subject_template_name=subject_template,
            email_template_name=text_template,
        )
