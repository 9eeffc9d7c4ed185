"""Long printings: made by a process of their own, so that no worker of the web server waits for hundreds of pages.

A job holds what the form asked for; its file lies in the database for a day, so that any node of a deployment may make
it and any other may hand it out. What was printed is noted in the transaction that stores the file.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey import problems
from survey.printing.tables import JobState, PrintJob
from survey.problems import Problem

LIFE = timedelta(days=1)
SILENCE = timedelta(minutes=3)
"""Setting a thousand pages takes half a minute; whoever says nothing for longer was stopped."""


def ask(session: Session, fields: Mapping[str, str], *, is_split: bool, count: int, actor: str, now: datetime) -> int:
    """Note a new job and return its key; what is older than a day goes."""
    session.execute(delete(PrintJob).where(PrintJob.asked_at < now - LIFE))
    job = PrintJob(
        asked_at=now, changed_at=now, actor=actor, fields=dict(fields), is_split=is_split, done_count=0, count=count,
        state=JobState.WAITING, refused="",
    )  # fmt: skip
    session.add(job)
    session.flush()
    return job.id


def of_id(session: Session, job_id: int) -> PrintJob:
    """Find a job; raises NotFound."""
    job = session.get(PrintJob, job_id)
    if job is None:
        raise problems.NotFound()
    return job


def begin(session: Session, job_id: int, now: datetime) -> bool:
    """Take a job that waits; false when another process has it, or others are being made: then try again."""
    busy = select(func.count()).where(PrintJob.state == JobState.RUNNING, PrintJob.changed_at > now - SILENCE)
    if session.scalar(busy):
        return False
    waits = (PrintJob.id == job_id, PrintJob.state == JobState.WAITING)
    taken = update(PrintJob).where(*waits).values(state=JobState.RUNNING, changed_at=now).returning(PrintJob.id)
    return session.scalar(taken) is not None


def progress(session: Session, job_id: int, done: int, now: datetime) -> None:
    """Say for how many codes the work is done."""
    session.execute(update(PrintJob).where(PrintJob.id == job_id).values(done_count=done, changed_at=now))


def finish(session: Session, job_id: int, file: bytes, now: datetime) -> None:
    made = {"state": JobState.DONE, "file": file, "changed_at": now, "done_count": PrintJob.count}
    session.execute(update(PrintJob).where(PrintJob.id == job_id).values(made))


def fail(session: Session, job_id: int, problem: Problem, now: datetime) -> None:
    """End a job that cannot be printed, with the reason; whoever looks reads it in an own language."""
    reason = json.dumps({"code": problem.code, "values": problem.values}, ensure_ascii=False, default=str)
    ended = {"state": JobState.FAILED, "refused": reason, "changed_at": now}
    session.execute(update(PrintJob).where(PrintJob.id == job_id).values(ended))


def refusal(job: PrintJob) -> Problem | None:
    """Why a job failed."""
    if job.state is not JobState.FAILED:
        return None
    if not job.refused.startswith("{"):  # from before reasons were kept with their values
        return Problem()
    reason = json.loads(job.refused)
    kinds = [kind for kind in vars(problems).values() if isinstance(kind, type) and issubclass(kind, Problem)]
    return next(kind for kind in kinds if kind.code == reason["code"])(**reason["values"])


def is_silent(job: PrintJob, now: datetime) -> bool:
    """Whether the process that makes it seems to be gone."""
    return job.state in (JobState.WAITING, JobState.RUNNING) and now - job.changed_at > SILENCE
