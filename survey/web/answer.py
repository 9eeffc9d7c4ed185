"""The door: what people send comes in here, from a browser without script and from the phone's outbox alike."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, g, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from survey import problems
from survey.collect import receipts
from survey.collect.submissions import Stored
from survey.register import codes
from survey.web import deputy_corrections
from survey.web import receipts as page_of_receipt
from survey.web.arrivals import Form, arrival, asked_version, read_form, typed, unsealed
from survey.web.intake import intake
from survey.web.language import LANGUAGES, SIZES, language, remember
from survey.web.refusals import STATUS, fields_of, refuse, sentence_of, wants_json
from survey.web.security import csrf
from survey.web.sheets import Sheet, sheet_of, show
from survey.web.transaction import db, let_go, only_read

blueprint = Blueprint("answer", __name__)


RESHOWN = (problems.WrongAnswers, problems.NotAsked, problems.UnreadableText, problems.StorageFull)
"""Refusals that are told on the same page, with everything typed still there."""


@blueprint.post("/s/<code>/<uuid:submission_id>")
@csrf.exempt
def receive(code: str, submission_id: UUID) -> ResponseReturnValue:
    """Take one submission. JSON: 201 stored, 200 the same again; a browser goes on to its receipt."""
    only_read()
    code = codes.normalise(code)
    form = unsealed(read_form(), code, submission_id)
    if "switch" in form:
        return _switch(_filled(code, submission_id, form), form["switch"][0])
    try:
        with intake().expecting() as store:
            arriving = arrival(code, submission_id, form)
            let_go()  # who waits for the intake must not hold a connection that the intake needs
            stored = store(arriving)
    except RESHOWN as problem:
        return refuse(problem) if wants_json() else _again(_filled(code, submission_id, form), problem)
    return _received(stored)


def _filled(code: str, submission_id: UUID, form: Form) -> Sheet:
    """The page as it was sent."""
    sheet = sheet_of(codes.of_code(db(), code), submission_id, asked_version(form))
    corrects, reason = deputy_corrections.said(form)
    return replace(
        sheet,
        typed=typed(form),
        visit_kind=form.get("visit_kind", [""])[0],
        corrects=corrects,
        reason=reason,
        interviewer=form.get("interviewer", [""])[0],
    )


def _received(stored: Stored) -> ResponseReturnValue:
    if wants_json():
        body = f'{{"submission":"{stored.submission_id}","receipt":"{stored.receipt}"}}'
        return Response(body, 201 if stored.is_new else 200, mimetype="application/json")
    return redirect(url_for("answer.receipt", receipt=stored.receipt), 303)


def _again(sheet: Sheet, problem: problems.Problem) -> ResponseReturnValue:
    """The same page with everything typed still there, and what to do now."""
    fields = fields_of(problem)
    return show(replace(sheet, problem=sentence_of(problem), errors=fields), STATUS[type(problem)])


def _switch(sheet: Sheet, choice: str) -> ResponseReturnValue:
    """Show the same filling in another language or size, for browsers without script."""
    name, _, value = choice.partition("=")
    if name == "more" and value in sheet.questionnaire.repeats.values():
        return show(replace(sheet, another=value))
    if value not in (LANGUAGES if name == "lang" else SIZES):
        raise problems.NotFound()
    if name == "size":
        g.size = value
    with force_locale(value if name == "lang" else language()):
        return remember(make_response(show(sheet)), name, value)


@blueprint.get("/s/<code>/<uuid:submission_id>")
def page(code: str, submission_id: UUID) -> ResponseReturnValue:
    """The same filling again, after a reload or under an id that the phone minted; its receipt once it was sent."""
    place = codes.of_code(db(), code)
    if (stored := receipts.of_submission(db(), place.site.project_id, submission_id)) is not None:
        return redirect(url_for("answer.receipt", receipt=stored), 303)
    return show(sheet_of(place, submission_id, event=request.args.get("event", "")[:40]))


@blueprint.get("/r/<receipt>")
def receipt(receipt: str) -> ResponseReturnValue:
    """What became of a submission, and what others said so far once there are enough of them."""
    submission = receipts.submission_of(db(), receipt)
    if wants_json():
        return jsonify(
            receipt=submission.receipt, counted=submission.superseded_at is None and submission.set_aside_at is None
        )
    return page_of_receipt.show(submission)
