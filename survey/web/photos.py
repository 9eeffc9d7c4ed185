"""Photos come in one by one, after the submission that they belong to; staff look at them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from survey import problems
from survey.collect import photos
from survey.database import writer
from survey.register import codes
from survey.web.security import csrf
from survey.web.transaction import db, engine, now, only_read, settings

blueprint = Blueprint("photos", __name__)


@blueprint.put("/s/<code>/<uuid:submission_id>/photos/<sha256>")
@csrf.exempt
def receive(code: str, submission_id: UUID, sha256: str) -> ResponseReturnValue:
    """Take one photo. JSON: 201 stored, 200 the same again, with the hash of what was sent as the echo."""
    only_read()
    sent = _body(sha256)
    project_id = codes.of_code(db(), code).site.project_id
    if photos.is_known(db(), project_id, submission_id, sha256):
        return jsonify(photo=sha256), 200
    db().close()  # drawing takes its time; nobody waits for it with a connection in the hand
    picture = photos.draw(sent)
    photos.put_away(settings().photos, picture)
    with writer(engine()) as session:
        photos.attach(session, project_id, submission_id, sent_sha256=sha256, picture=picture, now=now())
        session.commit()
    return jsonify(photo=sha256), 201


def _body(sha256: str) -> bytes:
    """What was sent; raises TooLargePhoto, or DamagedPhoto when it is not what its address says."""
    request.max_content_length = photos.LARGEST
    try:
        sent = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise problems.TooLargePhoto() from None
    if hashlib.sha256(sent).hexdigest() != sha256:
        raise problems.DamagedPhoto()
    return sent


@blueprint.get("/desk/photos/<sha256>")
def photo(sha256: str) -> ResponseReturnValue:
    """A photo, always as a JPEG that a browser may show and nothing else."""
    return show(photos.of_hash(db(), sha256).sha256)


def take(files: Iterable[FileStorage], now: datetime) -> list[str]:
    """Keep the photos of a form and give their hashes; drawn while nobody waits for this request's transaction."""
    sent = [file.read() for file in files if file][: photos.MOST]
    if sent:
        db().rollback()
    pictures = [photos.draw(each) for each in sent]
    for picture in pictures:
        photos.put_away(settings().photos, picture)
        photos.note(db(), picture, now)
    return [picture.sha256 for picture in pictures]


def show(sha256: str) -> ResponseReturnValue:
    """The kept photo itself; whoever calls has checked that it may be seen."""
    path = photos.path_of(settings().photos, sha256)
    if not path.exists():
        raise problems.NotFound()
    return path.read_bytes(), 200, {"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=3600"}
