"""Call-backs (回访) at the desk: whoever is asked to call opens the number, calls, and writes down what was said."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.collect import contacts
from survey.people import accounts, audit, notices
from survey.people.notices import News
from survey.people.tables import Account, Role
from survey.problems import N_
from survey.rounds import callbacks
from survey.rounds.callback_tables import Call, Outcome
from survey.rounds.tables import Finding
from survey.web import news, who
from survey.web.inputs_callbacks import CallInput, GiveInput
from survey.web.transaction import db, key, now, today

blueprint = Blueprint("desk_callbacks", __name__, url_prefix="/desk/callbacks")
ASKED = N_("A resident waits for your call: {subject}")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Every call that this member of staff may make, what is due first on top."""
    rows = callbacks.waiting(db(), who.staff())
    return render_template("desk/callbacks.html", rows=rows, today=today(), is_office=_is_office())


@blueprint.get("/<code>")
def one(code: str) -> ResponseReturnValue:
    """What the call is about; the number stays sealed."""
    return _page(callbacks.of_caller(db(), who.staff(), code))


def _page(found: Finding, typed: CallInput | None = None, numbers: list[str] | None = None) -> ResponseReturnValue:
    answer = make_response(
        render_template(
            "desk/callback.html",
            finding=found,
            replies=[move for move in found.moves if move.reply_class is not None],
            today=today(),
            left=callbacks.numbers_of(db(), found),
            numbers=numbers,
            calls=callbacks.calls(db(), found),
            input=typed or CallInput(formdata=None, seen=found.move_count),
            **_giving(found),
        ),
        422 if typed else 200,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _giving(found: Finding) -> dict[str, Any]:
    """What the office alone sees: who was asked to call, and the form that asks somebody."""
    caller = callbacks.caller_of(db(), found)
    give = GiveInput(callers(), formdata=None, account=caller.id if caller else 0) if _is_office() else None
    return {"caller": caller, "give": give}


def callers() -> list[Account]:
    """Who besides the office can be asked to call."""
    return [each for each in accounts.listed(db()) if each.role is Role.INTERVIEWER and each.disabled_at is None]


@blueprint.post("/<code>/open")
def open_(code: str) -> ResponseReturnValue:
    """Show the numbers, once; that they were opened, by whom and about what, is in the audit log."""
    found = callbacks.of_caller(db(), who.staff(), code)
    login = who.staff().login
    numbers = [
        contacts.open_(db(), left, key(), actor=login, about=found.code, now=now())
        for left in callbacks.numbers_of(db(), found)
    ]
    answer = _page(found, numbers=[contacts.shown(number) for number in numbers])
    db().commit()
    return answer


@blueprint.post("/<code>/called")
def called(code: str) -> ResponseReturnValue:
    """Write down what came of a call; a verdict moves the finding on."""
    found, typed = callbacks.of_caller(db(), who.staff(), code), CallInput()
    if not typed.validate():
        return _page(found, typed)
    login = who.staff().login
    call = Call(at=now(), caller=login, outcome=typed.outcome_of_call, note=typed.text.data or "")
    if (move := callbacks.note(db(), found, call, typed.deed(login), today())) is not None:
        news.of_move(db(), found, move)
    is_judged = call.outcome is Outcome.JUDGED
    flash(gettext("Done. The finding has moved on.") if is_judged else gettext("Noted. The call waits on."))
    db().commit()
    return redirect(url_for("desk_callbacks.page" if is_judged else "desk_callbacks.one", code=code), 303)


@blueprint.post("/<code>/give")
def give(code: str) -> ResponseReturnValue:
    """Ask somebody to call, or take the call back to the office."""
    found = callbacks.of_caller(db(), who.staff(), code)
    typed = GiveInput(callers())
    if not typed.validate():
        raise problems.NotFound()
    account = accounts.of_id(db(), typed.account.data) if typed.account.data else None
    callbacks.give(db(), found, account, now())
    if account is not None:
        told = News(f"callback {code} {found.move_count}", ASKED, f"/desk/callbacks/{code}", {"subject": found.subject})
        notices.give(db(), [account], told, now())
    audit.record(db(), who.staff().login, "callback_given", code, now(), to=account.login if account else "office")
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_callbacks.page"), 303)


def _is_office() -> bool:
    return who.staff().role is Role.OFFICE
