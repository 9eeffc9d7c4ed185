"""What somebody saved from a phone's outbox to a file, brought in by the office through the same door."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from survey.collect import photos
from survey.collect.arrivals import Arrival
from survey.collect.submissions import Stored
from survey.collect.tables import Channel
from survey.database import writer
from survey.people import audit
from survey.people.tables import Deputy
from survey.problems import N_, Problem
from survey.register import codes
from survey.web import deeds, who
from survey.web.arrivals import arrival, holder_at, unsealed
from survey.web.intake import intake
from survey.web.refusals import sentence_of
from survey.web.transaction import db, engine, now, only_read, settings

blueprint = Blueprint("desk_outbox", __name__, url_prefix="/desk/outbox")
NO_OUTBOX = N_("This file was not saved on the page of what waits on a phone. Please choose another.")


@dataclass(frozen=True)
class Brought:
    """What became of one submission of a file."""

    site: str
    receipt: str = ""
    is_new: bool = False
    is_deed: bool = False
    """Whether it was no submission but something that a deputy did; `receipt` is then the code of what it was about."""
    refused: str = ""


@blueprint.get("")
def page() -> ResponseReturnValue:
    return render_template("desk/outbox.html", brought=[], refused="")


@blueprint.post("")
def bring() -> ResponseReturnValue:
    """Store each submission of a file as if its phone had sent it; a file brought twice changes nothing."""
    only_read()
    file = request.files.get("file")
    try:
        saved = [*_read(file.read() if file else b"")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return render_template("desk/outbox.html", brought=[], refused=gettext(NO_OUTBOX)), 422
    return render_template(
        "desk/outbox.html", brought=[_deed(each) if each.address else _bring(each) for each in saved], refused=""
    )


@dataclass(frozen=True)
class Saved:
    """One submission of a file, or what a deputy did; that has the address to which it would have been sent."""

    site: str
    code: str
    id: UUID
    form: dict[str, list[str]]
    pictures: list[bytes]
    address: str


def _read(content: bytes) -> Iterator[Saved]:
    """Read a file; whatever is not as static/js/file.js writes it raises ValueError, KeyError or TypeError."""
    for each in json.loads(content)["submissions"]:
        form: dict[str, list[str]] = {}
        for name, value in each["fields"]:
            form.setdefault(str(name), []).append(str(value))
        pictures = [_picture(picture) for picture in each["pictures"]]
        address = str(each.get("address") or "")
        yield Saved(str(each["site"]), str(each["code"]), UUID(each["id"]), form, pictures, address)


def _picture(saved: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(saved["base64"], validate=True)
    except binascii.Error as error:
        raise ValueError(error) from None


def _bring(saved: Saved) -> Brought:
    try:
        code = codes.normalise(saved.code)
        form = unsealed(saved.form, code, saved.id)
        kiosk_code = form.get("kiosk", [""])[0]
        is_deputys = who.speak_for(form.get("proof", [""])[0])
        arriving = arrival(code, saved.id, {**form, "kiosk": [""]})
        if not is_deputys:
            # Whose phone it was is not known here, and the office's own browser must not stand for it.
            arriving = replace(arriving, device=None)
        if kiosk_code:
            holder = holder_at(kiosk_code, form.get("ticket", [""])[0])
            arriving = replace(arriving, device=holder, channel=Channel.KIOSK)
        db().close()
        stored = intake().store(arriving)
        project_id = codes.of_code(db(), code).site.project_id
        db().close()
        for photo in saved.pictures[: photos.MOST]:
            _attach(project_id, stored, photo)
        if is_deputys and stored.is_new:
            _note(arriving)
    except Problem as problem:
        return Brought(saved.site, refused=sentence_of(problem))
    return Brought(saved.site, stored.receipt, stored.is_new)


def _note(arriving: Arrival) -> None:
    """Write down who brought a deputy's sheet."""
    login = who.staff().login
    db().close()
    with writer(engine()) as session:
        sheet, number = str(arriving.submission_id), session.get_one(Deputy, arriving.deputy_id).number
        audit.record(session, login, "sheet_brought", number, now(), sheet=sheet, site=arriving.code)
        session.commit()


def _deed(saved: Saved) -> Brought:
    """Do what a deputy did on a phone, as if the phone had sent it; the office is named for bringing it."""
    login = who.staff().login
    db().close()
    try:
        with writer(engine()) as session:
            done = deeds.bring(session, saved.address, MultiDict(saved.form), login)
            session.commit()
    except Problem as problem:
        return Brought(saved.site, refused=sentence_of(problem))
    return Brought(saved.site, done.code, done.is_new, is_deed=True)


def _attach(project_id: int, stored: Stored, sent: bytes) -> None:
    picture = photos.draw(sent)
    photos.put_away(settings().photos, picture)
    sha256 = hashlib.sha256(sent).hexdigest()
    with writer(engine()) as session:
        photos.attach(session, project_id, stored.submission_id, sent_sha256=sha256, picture=picture, now=now())
        session.commit()
