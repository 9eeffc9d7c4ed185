"""print-job: makes one long printing that the desk asked for; the web server starts it."""

import time

import click

from survey.cli.context import Deployment
from survey.problems import Problem

PATIENCE = 900
"""Seconds that a job waits for others."""


@click.command("print-job", hidden=True)
@click.argument("job_id", type=int)
@click.pass_obj
def print_job(deployment: Deployment, job_id: int) -> None:
    """Make the printing of a job, one at a time in a deployment, and keep its file for a day."""
    from survey.printing import jobs
    from survey.printing.tables import PrintJob

    with deployment.reading() as session:
        if session.get(PrintJob, job_id) is None:
            raise click.ClickException(f"We know no printing {job_id}. The desk starts them, on its page Print.")
    for _ in range(PATIENCE):
        with deployment.writing() as session:
            if jobs.begin(session, job_id, deployment.now):
                break
        time.sleep(1)
    else:
        return
    try:
        _make(deployment, job_id)
    except Problem as problem:
        with deployment.writing() as session:
            jobs.fail(session, job_id, problem, deployment.now)


def _make(deployment: Deployment, job_id: int) -> None:
    from survey.people import audit
    from survey.printing import choices, history, jobs, posters, sheets
    from survey.register import district
    from survey.web import inputs_print

    def told(done: int, _of: int) -> None:
        with deployment.writing() as session:
            jobs.progress(session, job_id, done, deployment.now)

    with deployment.reading() as session:
        job = jobs.of_id(session, job_id)
        fields, actor, set_ = job.fields, job.actor, sheets.archive if job.is_split else sheets.pdf
        order = inputs_print.order(fields)
        place, address = district.current(session), district.public_url(session, deployment.settings)
        worded = [posters.of_code(code, address) for code in choices.codes_of(session, inputs_print.choice(fields))]
        made = set_(worded, place, address, order, progress=told)
    with deployment.writing() as session:
        jobs.finish(session, job_id, made, deployment.now)
        history.record(session, [poster.code for poster in worded], order, actor, deployment.now)
        numbers = list(dict.fromkeys(poster.number for poster in worded))[:50]
        audit.record(
            session, actor, "posters_printed", f"{len(worded)} posters", deployment.now,
            layout=order.layout, projects=numbers,
        )  # fmt: skip


COMMANDS = (print_job,)
