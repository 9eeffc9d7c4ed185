"""How the office's prints look: its logo and its colour, shown on a sheet before anything is printed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import audit
from survey.printing import look, sheets
from survey.printing.orders import Order
from survey.printing.posters import Poster
from survey.problems import Problem
from survey.register import district
from survey.web import files, who
from survey.web.desk_printings import layout_names
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_look", __name__, url_prefix="/desk/settings/look")
COLOURS = ("#000000", "#0b5d5e", "#8c1c13", "#1f3a6e", "#4a3b78", "#5c4a1e")
"""Dark enough for any printer: ink, teal, vermilion, blue, violet, bronze."""
SAMPLE = "00000000"


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(district.current(db()).colour or look.INK)


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Keep the colour and, when one was chosen, the logo; a refusal keeps what was there."""
    typed, file = request.form.get("colour", ""), request.files.get("logo")
    sent = file.read() if file and file.filename else b""
    try:
        colour = look.read_colour(typed)
        logo = look.read_logo(sent) if sent else None  # before the first lookup: decoding takes a second
    except Problem as problem:
        return _page(typed, sentence_of(problem)), STATUS[type(problem)]
    place = district.current(db())
    place.colour = colour
    if logo or "remove" in request.form:
        place.logo = logo
    db().add(place)
    audit.record(db(), who.staff().login, "look_changed", colour or look.INK, now(), logo=place.logo is not None)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for(".page"), 303)


@blueprint.get("/sheet.png")
def sheet() -> ResponseReturnValue:
    """One page as it would be printed, in the colour that the address asks for."""
    place = district.current(db())
    address = district.public_url(db(), settings())
    order = Order(layout=request.args.get("layout", "a4"))
    drawn = sheets.picture([_sample(address)] * order.codes_on_page, place, address, order, 1)
    return files.file(drawn, f"{order.layout}.png", "image/png", inline=True)


@blueprint.get("/logo.png")
def logo() -> ResponseReturnValue:
    kept = district.current(db()).logo
    if not kept:
        raise problems.NotFound()
    return files.file(kept, "logo.png", "image/png", inline=True)


def _page(colour: str, refused: str = "") -> str:
    layout = request.args.get("layout", "a4")
    names = layout_names()
    return render_template(
        "desk/look.html",
        colour=colour,
        colours=COLOURS,
        refused=refused,
        has_logo=bool(district.current(db()).logo),
        layouts=names,
        layout=layout if layout in names else "a4",
    )


def _sample(address: str) -> Poster:
    """A sheet whose code is no site's."""
    return Poster(
        code=SAMPLE,
        url=f"{address}/S/{SAMPLE}",
        number="SS-0000-000",
        project="社区长者食堂提升",
        site="秋实街道长者食堂",
        target="新增老年人助餐点 5 家",
        department="区民政局",
        due="2026年11月30日",
    )
