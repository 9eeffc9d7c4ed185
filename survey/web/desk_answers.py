"""Answers to a questionnaire as files, for the office; free text as written only for the privacy officer."""

from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.collect import answer_files, answer_table
from survey.database import writer
from survey.people import audit
from survey.people.tables import Role
from survey.questionnaires import versions
from survey.visits import sealing
from survey.web import who
from survey.web.language import language
from survey.web.transaction import db, engine, now, settings

blueprint = Blueprint("desk_answers", __name__, url_prefix="/desk/questionnaires/<int:version_id>")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
}


@blueprint.get("/answers.<ending>")
def take(version_id: int, ending: str) -> ResponseReturnValue:
    """Every answer to every version of a questionnaire; who took them away stands in the audit log.

    Reading them takes long, so it holds no write lock: the log is written in a transaction of its own before.
    """
    if ending not in KINDS:
        raise problems.NotFound()
    name = versions.of_id(db(), version_id).questionnaire
    codes = answer_table.codes_of(db(), name, language(), say=gettext, with_sheets=True)
    as_written = who.staff().role is Role.PRIVACY_OFFICER
    with writer(engine()) as session:
        audit.record(session, who.staff().login, "answers_taken", name, now(), ending=ending, as_written=as_written)
        session.commit()
    file = TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    rows = answer_table.rows(db(), name, codes, settings().timezone, as_written=as_written, hidden=sealing.unreleased())
    answer_files.WRITERS[ending](file, codes, rows)
    return _send(file, ending, f"{name}-answers")


@blueprint.get("/codebook.csv")
def codebook(version_id: int) -> ResponseReturnValue:
    """What the columns and their values mean."""
    name = versions.of_id(db(), version_id).questionnaire
    file = TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    answer_files.write_codebook(file, answer_table.codes_of(db(), name, language(), say=gettext, with_sheets=True))
    return _send(file, "csv", f"{name}-codebook")


def _send(file: IO[bytes], ending: str, name: str) -> ResponseReturnValue:
    file.seek(0)
    plain = name.removeprefix(versions.OFFICE).replace("/", "-")
    return send_file(file, KINDS[ending], as_attachment=True, download_name=f"{plain}.{ending}")
