"""Flags at the desk: sets of suspect answers with and without, and what the office decides about them."""

from itertools import islice
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import Row as Found
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from survey.collect import tallies
from survey.people import audit
from survey.problems import N_
from survey.questionnaires import catalogue
from survey.questionnaires.model import Question
from survey.scorecards import counts, district, doubt, flag_words, flags, watching
from survey.scorecards.district import Background
from survey.scorecards.flags import Decision
from survey.scorecards.suspicion import SUSPECT
from survey.scorecards.tables import Flag, FlagState
from survey.web import who
from survey.web.audit_words import act_in_words
from survey.web.card_words import say
from survey.web.inputs import NEEDED, Input, at_most, must_say_something, stripped
from survey.web.transaction import db, now, settings, today

Row = tuple[Flag, str, doubt.Pair, bool]

SHOWN = 100
"""So many of each group stand on the page; a decision makes room for the next."""

blueprint = Blueprint("desk_flags", __name__, url_prefix="/desk/scorecards/flags")

DECIDED = {
    FlagState.SET_ASIDE: N_("These answers no longer count. Nothing is deleted; you can undo this."),
    FlagState.KEPT: N_("These answers count. You can undo this."),
    FlagState.OPEN: N_("The decision is undone."),
}


class DecisionInput(Input):
    """Why a set is set aside or kept, or why that is undone."""

    reason = TextAreaField(
        lazy_gettext(N_("Why?")),
        filters=[stripped],
        validators=[InputRequired(NEEDED), must_say_something, at_most(1000)],
    )


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Every flagged set with its reason and the project's mean with and without it."""
    background, groups = _background(), _grouped(flags.everything(db()))
    rows = iter(_rows([flag for found in groups.values() for flag in found[:SHOWN]], background))
    return render_template(
        "desk/flags.html",
        groups={name: list(islice(rows, min(SHOWN, len(found)))) for name, found in groups.items()},
        sums={name: len(found) for name, found in groups.items()},
        sizes=flags.sizes(db()),
        looked=watching.last_look(db()),
    )


def _background() -> Background:
    period = district.period_at(db(), now(), settings().timezone)
    return district.background(db(), period, settings().timezone, today=today())


def _grouped(found: list[Flag]) -> dict[str, list[Flag]]:
    """What waits for a decision, what was decided, and what is only noted."""
    return {
        "waiting": [flag for flag in found if flag.state is FlagState.OPEN and flag.rule in SUSPECT],
        "decided": [flag for flag in found if flag.state is not FlagState.OPEN],
        "noted": [flag for flag in found if flag.state is FlagState.OPEN and flag.rule not in SUSPECT],
    }


def _rows(found: list[Flag], background: Background) -> list[Row]:
    """Each flag with its sentence, both figures of its project, and whether it is suspect or a note."""
    counted, flagged = counts.of_district(db(), background.period), flags.grades(db(), background.period)
    nobody = counts.grades({})
    return [
        (
            flag,
            sentence_of(flag),
            doubt.pair(
                counted.get(flag.project_id, nobody),
                flagged.get(flag.id, nobody),
                background.satisfaction,
                is_aside=flag.state is FlagState.SET_ASIDE,
            ),
            flag.rule in SUSPECT,
        )
        for flag in found
    ]


def sentence_of(flag: Flag) -> str:
    """Why a flag was raised, in the language of the page."""
    return str(gettext(flag_words.SENTENCES[flag.rule], **flag_words.values(flag.detail)))


@blueprint.post("/look")
def look() -> ResponseReturnValue:
    """Look over the projects that were answered since the last look."""
    made = watching.look(db(), now(), settings().timezone, who.staff().login)
    flash(gettext("Looked over. New flags: %(count)s.", count=made))
    db().commit()
    return redirect(url_for("desk_flags.page"), 303)


@blueprint.get("/<int:flag_id>")
def flag(flag_id: int) -> ResponseReturnValue:
    """One set: reason, with and without, the sheets, and the decision."""
    return _flag(flags.of_id(db(), flag_id), DecisionInput(formdata=None))


def _flag(found: Flag, typed: DecisionInput) -> ResponseReturnValue:
    background = _background()
    sheets = flags.sheets_of(db(), found)
    return render_template(
        "desk/flag.html",
        flag=found,
        row=_rows([found], background)[0],
        size=flags.sizes(db())[found.id],
        sheets=[(sheet, _said(sheet)) for sheet in sheets],
        log=audit.newest(db(), subject=flags.subject(found)),
        act_in_words=act_in_words,
        input=typed,
    ), 422 if typed.errors else 200


def _said(sheet: Found[Any]) -> list[tuple[str, str]]:
    """What was chosen in a sheet, by question; what was written stays in the answers' room, where it is masked."""
    _, questionnaire = catalogue.of_id(db(), sheet.version_id)
    return [
        (say(question.label), "、".join(_chosen(question, sheet.answers[question.name])))
        for question in questionnaire.questions
        if question.type in tallies.CHOSEN and question.name in sheet.answers
    ]


def _chosen(question: Question, answer: str | list[str]) -> list[str]:
    labels = {choice.name: say(choice.label) for choice in question.choices}
    return [labels.get(name, name) for name in (answer if isinstance(answer, list) else [answer])]


@blueprint.post("/<int:flag_id>/set-aside")
def set_aside(flag_id: int) -> ResponseReturnValue:
    """Let the set count no more."""
    return _decide(flag_id, FlagState.SET_ASIDE)


@blueprint.post("/<int:flag_id>/keep")
def keep(flag_id: int) -> ResponseReturnValue:
    """Let the set count, for good reason."""
    return _decide(flag_id, FlagState.KEPT)


@blueprint.post("/<int:flag_id>/undo")
def undo(flag_id: int) -> ResponseReturnValue:
    """Take a decision back; the set counts and waits again."""
    return _decide(flag_id, FlagState.OPEN)


def _decide(flag_id: int, state: FlagState) -> ResponseReturnValue:
    found, typed = flags.of_id(db(), flag_id), DecisionInput()
    if not typed.validate():
        return _flag(found, typed)
    decision = Decision(state, who.staff().login, str(typed.reason.data))
    flags.decide(db(), found, decision, now(), settings().timezone)
    flash(gettext(DECIDED[state]))
    db().commit()
    return redirect(url_for("desk_flags.flag", flag_id=found.id), 303)
