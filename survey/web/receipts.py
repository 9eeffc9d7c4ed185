"""The page of a receipt: received, counted, what became of it, and a number to be called back at."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired

from survey import problems
from survey.collect import contacts, photos, receipts
from survey.collect.tables import Channel, Submission
from survey.problems import N_
from survey.questionnaires.tables import Audience
from survey.register import codes, district
from survey.register.tables import Project
from survey.rounds import complaints, findings
from survey.scorecards import so_far
from survey.web import who
from survey.web.inputs import NEEDED, Input, refuse, stripped
from survey.web.refusals import sentence_of
from survey.web.transaction import db, key, now, today

blueprint = Blueprint("receipts", __name__, url_prefix="/r/<receipt>/contact")


class ContactInput(Input):
    number = StringField(lazy_gettext(N_("Your phone number")), filters=[stripped], validators=[InputRequired(NEEDED)])


def show(submission: Submission, typed: ContactInput | None = None) -> ResponseReturnValue:
    """What became of a submission, and what others said so far once there are enough of them."""
    project = db().get_one(Project, submission.project_id)
    minimum = district.current(db()).publication_minimum
    resident = submission.audience is Audience.RESIDENT
    return render_template(
        "receipt.html",
        submission=submission,
        shown=receipts.shown(submission.receipt),
        project=project,
        photos=photos.count(db(), project.id, submission.id),
        is_residents=resident,
        took_place=receipts.took_place(db(), submission),
        **_resident(submission, typed) if resident else {},
        next_code=_next(submission),
        so_far=so_far.of_project(db(), project.id, minimum, today()) if resident else None,
    ), 422 if typed else 200


def _next(submission: Submission) -> str:
    """The code for the next interview at the same site; empty for everybody but the staff who hold them."""
    account = who.account()
    if submission.channel is not Channel.INTERVIEWER or account is None or account.role not in who.INTERVIEWERS:
        return ""
    return codes.living_of(db(), [submission.site_id]).get(submission.site_id, "")


def _resident(submission: Submission, typed: ContactInput | None) -> dict[str, Any]:
    """What only a resident's receipt says: the findings raised from it, and the number that was left."""
    raised = findings.all_of_submission(db(), submission.id)
    goes_on = any(finding.state not in findings.ENDED for finding in raised)
    is_low = submission.answers.get("overall") in complaints.LOW
    return {
        "findings": raised,
        "has_contact": contacts.of_submission(db(), submission) is not None,
        "contact_input": typed or ContactInput(formdata=None),
        "asks_contact": goes_on or (is_low and not raised),
    }


@blueprint.post("")
def leave(receipt: str) -> ResponseReturnValue:
    """Keep a number to call back at, in place of one that was left before."""
    submission, typed = receipts.submission_of(db(), receipt), ContactInput()
    if not typed.validate():
        return show(submission, typed)
    try:
        contacts.leave(db(), submission, typed.number.data, key(), now())
    except problems.UnreadableNumber as problem:
        refuse(typed.number, sentence_of(problem))
        return show(submission, typed)
    db().commit()
    return redirect(url_for("answer.receipt", receipt=submission.receipt, _anchor="contact"), 303)


@blueprint.post("/forget")
def forget(receipt: str) -> ResponseReturnValue:
    """Delete the number at once."""
    submission = receipts.submission_of(db(), receipt)
    if (found := contacts.of_submission(db(), submission)) is not None:
        contacts.forget(db(), [found], "resident", now())
    db().commit()
    return redirect(url_for("answer.receipt", receipt=submission.receipt, _anchor="contact"), 303)
