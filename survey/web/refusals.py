"""Each known "no" gets its status, and a page or a JSON answer with one sentence that says what to do now."""

import sqlite3

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from survey import problems
from survey.problems import N_, FieldProblem, Problem
from survey.web import refusal_pages
from survey.web.language import language

STATUS: dict[type[Problem], int] = {
    problems.UnknownCode: 404,
    problems.MistypedCode: 404,
    problems.RevokedCode: 410,
    problems.CancelledProject: 410,
    problems.ClosedPeriod: 410,
    problems.OtherContent: 409,
    problems.TooLarge: 413,
    problems.UnreadableText: 400,
    problems.NotAsked: 422,
    problems.WrongAnswers: 422,
    problems.WrongForm: 422,
    problems.UnknownQuestionnaire: 422,
    problems.PassNeeded: 401,
    problems.OthersSheet: 403,
    problems.NotAPhoto: 415,
    problems.TooLargePhoto: 413,
    problems.DamagedPhoto: 422,
    problems.TooManyPhotos: 422,
    problems.UnknownPass: 404,
    problems.RevokedPass: 410,
    problems.ExpiredPass: 410,
    problems.PassOnOtherDevice: 403,
    problems.UnknownReceipt: 404,
    problems.NotFound: 404,
    problems.NotAllowed: 403,
    problems.StorageFull: 503,
    problems.NotPublished: 404,
    problems.WrongSignIn: 422,
    problems.SpentLink: 410,
    problems.SetUpAlready: 410,
    problems.LoginTaken: 409,
    problems.EditedMeanwhile: 409,
    problems.DraftChanged: 409,
    problems.NotALink: 422,
    problems.LoggedAlready: 409,
    problems.NoReports: 422,
    problems.TooManyRows: 422,
    problems.TooManyViews: 422,
    problems.Decided: 409,
    problems.NumberTaken: 409,
    problems.ClaimedAlready: 409,
    problems.NameTaken: 409,
    problems.FormerlyNamed: 409,
    problems.NameInUse: 409,
    problems.UnknownDepartment: 422,
    problems.Busy: 429,
    problems.NoDeputies: 422,
    problems.NoDepartments: 422,
    problems.LongList: 422,
    problems.UnknownNumbers: 404,
    problems.NothingToPrint: 404,
    problems.UnknownEvent: 404,
    problems.UnknownTicket: 404,
    problems.TooManyComplaints: 429,
    problems.NoBadges: 404,
    problems.UnknownPaper: 422,
    problems.OffThePaper: 422,
    problems.CutAlready: 422,
    problems.NoRoomForLanguages: 422,
    problems.TooFar: 422,
    problems.UnknownDeputies: 404,
    problems.TooManyPages: 422,
    problems.BrokenSeal: 422,
    problems.NotAColour: 422,
    problems.PaleColour: 422,
    problems.NotALogo: 415,
    problems.TooLargeLogo: 413,
    problems.PaleLogo: 422,
    problems.NotAWorkbook: 415,
    problems.OldWorkbook: 415,
    problems.LockedWorkbook: 422,
    problems.EmptyWorkbook: 422,
    problems.TooLargeWorkbook: 413,
    problems.TooManyColumns: 422,
    problems.NoHeadings: 422,
    problems.MissingColumns: 422,
    problems.NoProjects: 422,
    problems.RefusedRows: 422,
    problems.UploadGone: 410,
    problems.NotNow: 409,
    problems.NoProof: 403,
    problems.TooLate: 409,
    problems.SomebodyElseJudges: 403,
    problems.Incomplete: 422,
    problems.PromiseWithoutDay: 422,
    problems.UnreadableDay: 422,
    problems.ReasonNeeded: 422,
    problems.WrongWeights: 422,
    problems.WrongThemes: 422,
    problems.UnknownProject: 422,
    problems.NotMerged: 422,
    problems.NothingToRelease: 409,
    problems.NobodyToDraw: 422,
    problems.KioskNeeded: 401,
    problems.InterviewerNeeded: 401,
    problems.UnknownSheet: 404,
    problems.TooManySheets: 422,
    problems.KeyedSheet: 409,
    problems.OtherPeriodsSheet: 409,
    problems.TooManyPins: 429,
    problems.UnreadableNumber: 422,
    problems.SealBroken: 500,
}

HTTP_SENTENCES = {
    400: N_("The browser sent something we could not read. Please go back and try again."),
    404: problems.NotFound.sentence,
    405: N_("This address does not take that. Please go back and try again."),
    413: problems.TooLarge.sentence,
    415: N_("This kind of file or message is not taken here."),
    500: N_("Something went wrong on our side. What you sent was not stored; please try again in a few minutes."),
}


def wants_json() -> bool:
    """Whether the sender asked for JSON before HTML, as the outbox does."""
    if request.headers.get("Accept") == "application/json":
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def sentence_of(problem: Problem) -> str:
    """The problem's sentence in the language of the request."""
    return str(gettext(problem.sentence)).format(**problem.values)


def refuse(problem: Problem) -> ResponseReturnValue:
    """Answer a problem with its status, as JSON or as a page."""
    return answer(STATUS[type(problem)], problem.code, sentence_of(problem), fields_of(problem))


def fields_of(problem: Problem) -> dict[str, str]:
    """What is wrong with each field, in the language of the request; empty when it is not about fields."""
    wrong = problem.fields if isinstance(problem, problems.WrongAnswers) else {}
    return {name: _words(field) for name, field in wrong.items()}


def _words(wrong: FieldProblem) -> str:
    if wrong.own_words:
        return wrong.own_words.get(language()) or str(wrong)
    return str(gettext(wrong.sentence)).format(**wrong.values)


def answer(status: int, code: str, sentence: str, fields: dict[str, str] | None = None) -> ResponseReturnValue:
    """Say one sentence with a status; a full disk also says when to come back."""
    headers = {"Retry-After": "60"} if status in (429, 503) else {}
    if wants_json():
        return jsonify(code=code, message=sentence, fields=fields or {}), status, headers
    shown = {
        "heading": refusal_pages.heading(code, status),
        "way": refusal_pages.way_on(code, status),
        "typed": refusal_pages.typed(code),
    }
    return render_template("refusal.html", code=code, sentence=sentence, **shown), status, headers


def init_app(app: Flask) -> None:
    app.register_error_handler(Problem, refuse)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _storage)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return answer(
        400, "stale_form", gettext(N_("This page has been open too long. Please go back, reload it and try again."))
    )


def _storage(error: OperationalError) -> ResponseReturnValue:
    current_app.logger.error("the database refused: %s", error.orig)
    if isinstance(error.orig, sqlite3.OperationalError) and "no such table" in str(error.orig):
        return _unexpected(error)
    return refuse(problems.StorageFull())


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # a redirect
    return answer(status, f"http_{status}", gettext(HTTP_SENTENCES.get(status, HTTP_SENTENCES[400])))


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    current_app.logger.exception("unexpected")
    return answer(500, "unexpected", gettext(HTTP_SENTENCES[500]))
