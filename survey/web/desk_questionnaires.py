"""The desk's questionnaires: the list, one version with its phone preview, its workbook, and what changed."""

import hashlib
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from survey.people import audit
from survey.people.tables import Role
from survey.printing import qr
from survey.problems import Fault, WrongForm
from survey.questionnaires import catalogue, differences, pictures, versions, writing
from survey.questionnaires.spelling import written
from survey.questionnaires.tables import Version, VersionState
from survey.questionnaires.untranslated import missing
from survey.register.district import public_url
from survey.web import previews, who
from survey.web.language import language
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_questionnaires", __name__, url_prefix="/desk/questionnaires")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COPY = re.compile(r"\s*\(\d+\)$")
"""What browsers put behind the name of a file that is downloaded twice."""
LONGEST_NAME = 100
SHOWN_FAULTS = 200
FOLDERS = ("office", "resident", "enterprise", "community", "hearing", "deputy")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Every questionnaire with the version that is asked and its draft."""
    return _list()


def _list(faults: Sequence[Fault] = (), status: int = 200) -> ResponseReturnValue:
    ordered = sorted(versions.current(db()), key=lambda version: _place(version.questionnaire))
    listed = [(version, catalogue.questionnaire_of(version)) for version in ordered]
    return render_template(
        "desk/questionnaires.html", listed=listed, faults=faults[:SHOWN_FAULTS], is_office=_is_office()
    ), status


def _place(name: str) -> int:
    """Where a questionnaire stands in the list: the office's own first, then by whom it asks."""
    folder, _, _ = name.partition("/")
    return FOLDERS.index(folder) if folder in FOLDERS else len(FOLDERS)


def _is_office() -> bool:
    return who.staff().role is Role.OFFICE


@blueprint.post("")
def upload() -> ResponseReturnValue:
    """Keep an uploaded questionnaire as a draft of the office's own; a wrong one is told cell by cell."""
    from survey.questionnaires.xlsform import read  # pyxform takes a quarter of a second to import

    file = request.files.get("file")
    path = PurePath((file and file.filename) or "")
    content = file.read() if file else b""
    along = {str(each.filename): each.read() for each in request.files.getlist("pictures") if each.filename}
    try:
        drawn = pictures.drawn(along)
        names = {sent: kept for sent, (kept, _) in drawn.items()}
        name = versions.OFFICE + COPY.sub("", path.stem)[:LONGEST_NAME]
        questionnaire = read(content, path.suffix.lower(), name, names)
        pictures.keep(db(), drawn.values(), now())
        pictures.check(db(), questionnaire)
    except WrongForm as wrong:
        db().rollback()
        return _list(wrong.faults, 422)
    version = versions.draft(db(), questionnaire, hashlib.sha256(content).hexdigest())
    audit.record(db(), who.staff().login, "questionnaire_drafted", version.stamp, now())
    db().commit()
    return redirect(url_for(".one", version_id=version.id), 303)


@blueprint.get("/<int:version_id>")
def one(version_id: int) -> ResponseReturnValue:
    """One version: what it asks, how a phone shows it, and the versions before and after."""
    version = versions.of_id(db(), version_id)
    questionnaire = catalogue.questionnaire_of(version)
    preview = previews.address(version)
    return render_template(
        "desk/questionnaire.html",
        version=version,
        questionnaire=questionnaire,
        history=versions.of_questionnaire(db(), version.questionnaire),
        missing=missing(questionnaire),
        written=written,
        preview=preview,
        qr=Markup(qr.svg(public_url(db(), settings()) + preview)),
        is_office=_is_office(),
        may_take=_may_take(version),
        is_own=version.questionnaire.startswith(versions.OFFICE),
    )


def _may_take(version: Version) -> bool:
    """Whether the answers may be taken away as a file."""
    may = who.staff().role in (Role.OFFICE, Role.PRIVACY_OFFICER)
    return may and version.state is not VersionState.DRAFT


@blueprint.get("/<int:version_id>/file.xlsx")
def download(version_id: int) -> ResponseReturnValue:
    """The workbook that can be edited in Excel and uploaded again."""
    version = versions.of_id(db(), version_id)
    name = version.questionnaire.removeprefix(versions.OFFICE).replace("/", "-")
    content = writing.workbook(catalogue.questionnaire_of(version))
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=f"{name}.xlsx")


@blueprint.get("/<int:version_id>/changes")
def changes(version_id: int) -> ResponseReturnValue:
    """What is different from the version before, and what that does to comparing answers."""
    version = versions.of_id(db(), version_id)
    earlier = next(
        (v for v in versions.of_questionnaire(db(), version.questionnaire) if v.number < version.number), None
    )
    return render_template(
        "desk/questionnaire_changes.html",
        version=version,
        earlier=earlier,
        questionnaire=catalogue.questionnaire_of(version),
        differences=_differences(earlier, version) if earlier else [],
        comparable=differences.Comparable,
        told=lambda change: gettext(change.sentence).format(**change.values),
    )


def _differences(earlier: Version, version: Version) -> list[differences.Difference]:
    return differences.between(catalogue.questionnaire_of(earlier), catalogue.questionnaire_of(version))


def told(fault: Fault) -> str:
    """What is wrong with a cell, in the language of the request."""
    return str(gettext(fault.sentence)).format(**fault.values)


def title_of(version: Version) -> str:
    """A version's title in the language of the request."""
    questionnaire = catalogue.questionnaire_of(version)
    return questionnaire.say(questionnaire.title, language())


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"told_fault": told, "version_state": VersionState, "title_of": title_of}
