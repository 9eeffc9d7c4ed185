"""Paper back in: the office keys filled sheets, one key an answer, once or twice with a comparison."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.collect import paper_sheets
from survey.collect.arrivals import Arrival
from survey.collect.tables import Channel, PaperSheet
from survey.database import writer
from survey.printing.paper import numbers_of
from survey.questionnaires.tables import VersionState
from survey.register import codes
from survey.web import who
from survey.web.arrivals import PREFIX, Form, arrival, typed
from survey.web.intake import intake
from survey.web.language import LANGUAGES, language
from survey.web.refusals import fields_of, sentence_of
from survey.web.sheets import Sheet, sheet_of
from survey.web.transaction import db, engine, now, only_read, today

blueprint = Blueprint("desk_sheets", __name__, url_prefix="/desk/paper")
NOTHING: Mapping[str, str] = {}
BLOCKS_ON_PAPER = 3
"""As many as survey/printing/paper.py prints of a repeat."""
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The key of each option, in their order."""
REFUSED = (problems.UnknownSheet, problems.KeyedSheet, problems.OtherPeriodsSheet, problems.ClosedPeriod)


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Ask for a sheet's number; after a sheet also how far its batch has come."""
    wanted = request.args.get("sheet", "")
    if not wanted:
        return _page()
    try:
        sheet = paper_sheets.of_typed(db(), wanted)
        paper_sheets.check(db(), sheet, today())
    except REFUSED as problem:
        return _page(sentence_of(problem)), 422
    return redirect(url_for(".entry", sheet_number=sheet.number, twice=_twice()), 303)


def _page(refused: str = "") -> str:
    last = request.args.get("last", type=int)
    sheet = paper_sheets.of_number(db(), last) if last else None
    return render_template(
        "desk/paper.html",
        refused=refused,
        twice=_twice(),
        batch=paper_sheets.batch(db(), sheet) if sheet else None,
        place=codes.of_code(db(), sheet.code) if sheet else None,
    )


def _twice() -> str | None:
    """Whether every sheet is keyed twice, as an address says it."""
    return "1" if request.values.get("twice") else None


@blueprint.get("/<int:sheet_number>")
def entry(sheet_number: int) -> ResponseReturnValue:
    """One sheet to key in; its code leads a phone here too."""
    return _entry(_open(sheet_number), {})


def _open(number: int) -> PaperSheet:
    """A sheet that may be keyed; raises UnknownSheet, KeyedSheet, OtherPeriodsSheet or ClosedPeriod."""
    sheet = paper_sheets.of_number(db(), number)
    if request.args.get("version", str(sheet.version_id)) != str(sheet.version_id):
        raise problems.UnknownSheet()
    paper_sheets.check(db(), sheet, today())
    return sheet


def _entry(sheet: PaperSheet, form: Form, errors: Mapping[str, str] = NOTHING, **shown: object) -> str:
    asked = _asked(sheet)
    return render_template(
        "desk/sheet.html",
        number=sheet.number,
        sheet=replace(asked, typed=typed(form), errors=errors, least_blocks=BLOCKS_ON_PAPER),
        is_second=sheet.first_answers is not None,
        is_retired=asked.version.state is VersionState.RETIRED,
        numbers=numbers_of(asked.questionnaire),
        printed_in=LANGUAGES[sheet.language] if sheet.language != language() else "",
        twice=_twice(),
        keys=KEYS,
        **shown,
    )


def _asked(sheet: PaperSheet) -> Sheet:
    return sheet_of(codes.of_code(db(), sheet.code), sheet.submission_id, sheet.version_id)


@blueprint.post("/<int:sheet_number>")
def key(sheet_number: int) -> ResponseReturnValue:
    """Store what was keyed; where sheets are keyed twice, only when both keyings agree or the second was confirmed."""
    only_read()
    sheet, form = _open(sheet_number), request.form.to_dict(flat=False)
    try:
        arriving = _arrival(sheet, form)
    except problems.WrongAnswers as problem:
        return _entry(sheet, form, refused=sentence_of(problem), errors=fields_of(problem)), 422
    if sheet.first_answers is None and _twice():
        _note(sheet_number, arriving, is_stored=False)
        flash(gettext("Sheet %(number)s was keyed once. It is stored after the second keying.", number=sheet_number))
    else:
        differing = paper_sheets.differing(sheet, arriving.answers)
        if differing and "settled" not in form:
            return _entry(sheet, form, differing=differing), 409
        _note(sheet_number, arriving, is_stored=True)
        flash(gettext("Sheet %(number)s is stored.", number=sheet_number))
    return redirect(url_for(".page", last=sheet_number, twice=_twice()), 303)


def _arrival(sheet: PaperSheet, form: Form) -> Arrival:
    """The submission of a sheet; raises WrongAnswers."""
    answers = {name: values for name, values in form.items() if name.startswith(PREFIX)}
    about = {"questionnaire": [str(sheet.version_id)], "lang": [sheet.language]}
    return replace(arrival(sheet.code, sheet.submission_id, {**answers, **about}), device=None, channel=Channel.PAPER)


def _note(number: int, arriving: Arrival, *, is_stored: bool) -> None:
    """Store a submission through the door that everything comes in by, then mark its sheet."""
    name = who.staff().login
    db().close()  # who waits for the intake must not hold a connection that the intake needs
    if is_stored:
        intake().store(arriving)
    with writer(engine()) as session:
        sheet = paper_sheets.of_number(session, number)
        if is_stored:
            paper_sheets.settle(sheet, name, now())
        else:
            paper_sheets.keep_first(sheet, arriving.answers, name)
        session.commit()
