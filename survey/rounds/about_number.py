"""Everything that is kept about one phone number: for the person whose number it is and asks (知情权)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import contacts
from survey.collect.contact_tables import Contact
from survey.collect.tables import Submission
from survey.register.tables import Project, Site
from survey.rounds import callbacks, findings
from survey.rounds.tables import Finding


@dataclass(frozen=True)
class Entry:
    """One thing that is kept: what it is, since when, and what it says."""

    kind: str
    at: datetime
    where: str
    says: str


def told(session: Session, typed: str, key: str) -> list[Entry]:
    """All that is kept about a number, the oldest first; raises UnreadableNumber. The number itself stays sealed."""
    kept = contacts.of_number(session, typed, key)
    return sorted((entry for contact in kept for entry in _of(session, contact)), key=lambda entry: entry.at)


def _of(session: Session, contact: Contact) -> Iterator[Entry]:
    submission = session.get_one(Submission, (contact.project_id, contact.submission_id))
    project, site = session.get_one(Project, contact.project_id), session.get_one(Site, submission.site_id)
    where = f"{project.number} {project.name} · {site.name}"
    answers = "; ".join(f"{name}: {answer}" for name, answer in sorted(submission.answers.items()))
    yield Entry("submission", submission.received_at, where, answers)
    yield Entry("contact", contact.left_at, where, submission.receipt)
    for finding in findings.all_of_submission(session, submission.id):
        yield from _of_finding(session, finding, where)


def _of_finding(session: Session, finding: Finding, where: str) -> Iterator[Entry]:
    whole = session.scalars(select(Finding).where(Finding.id == finding.id)).one()
    yield Entry("finding", whole.raised_at, where, f"{whole.code} {whole.state}: {whole.text}")
    for call in callbacks.calls(session, whole):
        yield Entry("call", call.at, where, str(call.outcome))
