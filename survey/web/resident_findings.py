"""What became of a resident's complaint: whoever holds the receipt sees it, and says whether it is fixed."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import receipts
from survey.rounds import findings, moves
from survey.rounds.tables import By, Finding
from survey.web import news, photos
from survey.web.inputs_findings import ActInput, VerdictInput, offered
from survey.web.transaction import db, now, today

blueprint = Blueprint("resident_findings", __name__, url_prefix="/r/<receipt>/<code>")


@blueprint.get("")
def page(receipt: str, code: str) -> ResponseReturnValue:
    """The finding, the department's answer, and the form for the verdict when it is asked for."""
    return _page(_found(receipt, code), receipt)


def _found(receipt: str, code: str) -> Finding:
    return findings.of_submission(db(), receipts.submission_of(db(), receipt).id, code)


def _page(found: Finding, receipt: str, typed: ActInput | None = None) -> ResponseReturnValue:
    return render_template(
        "resident_finding.html",
        finding=found,
        receipt=receipt,
        show=lambda sha256: url_for("resident_findings.photo", receipt=receipt, code=found.code, sha256=sha256),
        replies=[move for move in found.moves if move.reply_class is not None],
        offered=offered(found, By.RESIDENT, typed),
        address=lambda name: url_for("resident_findings.judge", receipt=receipt, code=found.code),
    ), 422 if typed else 200


@blueprint.post("")
def judge(receipt: str, code: str) -> ResponseReturnValue:
    """Give the verdict on a finding that was raised from this receipt's answers."""
    found, typed = _found(receipt, code), VerdictInput()
    if not typed.validate():
        return _page(found, receipt, typed)
    news.of_move(db(), found, moves.perform(db(), found, typed.deed(By.RESIDENT, ""), now(), today()))
    db().commit()
    return redirect(url_for("resident_findings.page", receipt=receipt, code=code), 303)


@blueprint.get("/photos/<sha256>")
def photo(receipt: str, code: str, sha256: str) -> ResponseReturnValue:
    """A photo that came with the department's reply."""
    if sha256 not in findings.replied_photos(db(), _found(receipt, code)):
        raise problems.NotFound()
    return photos.show(sha256)
