"""Long printings at the desk: asked for, watched, fetched. A process of its own makes them (`survey print-job`)."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems, processors
from survey.printing import jobs
from survey.printing.tables import JobState
from survey.settings import Settings
from survey.web import files, who
from survey.web.refusals import sentence_of, wants_json
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_print_jobs", __name__, url_prefix="/desk/print/jobs")
LONG = 40
"""Pages from which on a printing is a job; fewer take a second."""
ROOT = Path(__file__).parent.parent.parent


@blueprint.get("/<int:job_id>")
def page(job_id: int) -> ResponseReturnValue:
    """How far a printing has come; as JSON for the page's script."""
    job = jobs.of_id(db(), job_id)
    is_silent = jobs.is_silent(job, now())
    if wants_json():
        ended = job.state in (JobState.DONE, JobState.FAILED) or is_silent
        return jsonify(done=job.done_count, of=job.count, ended=ended)
    refused = jobs.refusal(job)
    kept = {name: value for name, value in job.fields.items() if value}
    return render_template(
        "desk/print_job.html", job=job, is_silent=is_silent, kept=kept, refused=refused and sentence_of(refused)
    )


@blueprint.get("/<int:job_id>/file")
def file(job_id: int) -> ResponseReturnValue:
    """The PDF or the ZIP, for a day."""
    job = jobs.of_id(db(), job_id)
    if job.file is None:
        raise problems.NotFound()
    name = gettext("posters %(day)s", day=job.asked_at.astimezone(settings().timezone).date())
    return files.file(job.file, f"{name}.zip", "application/zip") if job.is_split else files.pdf(job.file, name)


def begin(fields: Mapping[str, str], *, is_split: bool, count: int) -> ResponseReturnValue:
    """Note a job, start its process and go to its page."""
    job_id = jobs.ask(db(), fields, is_split=is_split, count=count, actor=who.staff().login, now=now())
    db().commit()
    _start(job_id)
    return redirect(url_for("desk_print_jobs.page", job_id=job_id), 303)


def _start(job_id: int) -> None:
    command = [sys.executable, "-m", "survey", "print-job", str(job_id)]
    told = _environment(settings())
    with processors.all_of_them():
        process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    Thread(target=process.wait, daemon=True).start()  # so that nothing is left of it once it has ended


def _environment(told: Settings) -> dict[str, str]:
    """What the process must be told to work on the same deployment."""
    ours = {
        "SURVEY_DATA": str(told.data.resolve()),
        "SURVEY_HOST": told.host,
        "SURVEY_PORT": str(told.port),
        "SURVEY_URL": told.url,
        "DATABASE_URL": told.database_url,
        "SURVEY_TIMEZONE": told.timezone.key,
    }
    return os.environ | ours
