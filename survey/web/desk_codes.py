"""One site's poster, and its code for people who have a designer."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from survey.database import writer
from survey.printing import choices, posters, qr, sheets
from survey.printing.orders import Order
from survey.register import district
from survey.web import files
from survey.web.desk_printings import note
from survey.web.transaction import db, engine, settings

blueprint = Blueprint("desk_codes", __name__, url_prefix="/desk/sites/<code>")


@blueprint.get("/poster.pdf")
def poster(code: str) -> ResponseReturnValue:
    """One site's poster; it is noted in a transaction of its own, because a GET has none that writes."""
    worded = _worded(code)
    place, address = district.current(db()), district.public_url(db(), settings())
    made = sheets.pdf([worded], place, address)
    db().rollback()
    with writer(engine()) as session:
        note(session, worded.code, [worded], Order())
        session.commit()
    return files.pdf(made, f"{worded.number} {worded.code}")


@blueprint.get("/code.svg")
def svg(code: str) -> ResponseReturnValue:
    """The code as lines, which a printing house may make as large as a wall."""
    worded = _worded(code)
    return files.file(qr.svg(worded.url).encode(), f"{worded.code}.svg", "image/svg+xml", inline=_is_shown())


@blueprint.get("/code.png")
def png(code: str) -> ResponseReturnValue:
    worded = _worded(code)
    return files.file(qr.png(worded.url), f"{worded.code}.png", "image/png", inline=_is_shown())


def _worded(code: str) -> posters.Poster:
    return posters.of_code(choices.code_of_site(db(), code), district.public_url(db(), settings()))


def _is_shown() -> bool:
    return "download" not in request.args
