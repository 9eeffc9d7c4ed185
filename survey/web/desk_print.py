"""The print room of the desk: posters of chosen sites, deputies' badges, one site's poster and code."""

import re
from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey import problems
from survey.database import writer
from survey.people import audit
from survey.printing import badges, choices, posters, qr, typesetting
from survey.printing.choices import Choice
from survey.problems import Problem
from survey.register import district
from survey.register.tables import SiteCode
from survey.web import who
from survey.web.refusals import sentence_of
from survey.web.transaction import db, engine, now, settings

blueprint = Blueprint("desk_print", __name__, url_prefix="/desk")
MOST_PAGES = 1000
"""Pages at once: a thousand take 5 seconds and 600 MiB of the web server; the command line has no limit."""
NOTED = 50
"""Project numbers that the audit log keeps of one printing."""
SEPARATORS = re.compile(r"[\s,，、;；]+")


@blueprint.get("/print")
def page() -> ResponseReturnValue:
    return _page()


def _page(refused: Problem | None = None) -> ResponseReturnValue:
    choice, lacking, pages = _choice(), "", 0
    try:
        if refused:
            raise refused
        chosen = choices.codes_of(db(), choice)
        pages = len(chosen)
        lacking = typesetting.missing(text for poster in _worded(chosen) for text in poster.texts)
    except Problem as problem:
        refused = problem
    shown = render_template(
        "desk/print.html",
        choice=choice,
        pages=pages,
        most=MOST_PAGES,
        lacking=lacking,
        refused=sentence_of(refused) if refused else "",
        categories=choices.categories(db()),
        departments=choices.departments(db()),
        address=district.public_url(db(), settings()),
        is_narrowed=choice != Choice(),
        without_pass=len(badges.without_pass(db(), now())),
    )
    return shown, 422 if refused and choice != Choice() else 200


def _choice() -> Choice:
    """What the form says: `projects` holds numbers between spaces, commas or line breaks."""
    typed = {name: request.values.get(name, "").strip() for name in ("category", "department", "projects", "site")}
    numbers = dict.fromkeys(number for number in SEPARATORS.split(typed["projects"]) if number)
    return Choice(tuple(numbers), typed["category"], typed["department"], typed["site"])


def _worded(chosen: Sequence[SiteCode]) -> list[posters.Poster]:
    address = district.public_url(db(), settings())
    return [posters.of_code(code, address) for code in chosen]


@blueprint.post("/print/posters.pdf")
def make_posters() -> ResponseReturnValue:
    """Make the PDF of the chosen sites; a choice that fits nothing shows the page again with the sentence."""
    choice = _choice()
    try:
        worded = _worded(choices.codes_of(db(), choice))
        if len(worded) > MOST_PAGES:
            raise problems.TooManyPages(pages=len(worded), most=MOST_PAGES)
    except Problem as problem:
        return _page(problem)
    made = _set(worded)
    _record(db(), f"{len(worded)} posters", worded)
    db().commit()
    return _pdf(made, gettext("posters %(day)s", day=now().astimezone(settings().timezone).date()))


@blueprint.post("/print/badges.pdf")
def make_badges() -> ResponseReturnValue:
    """Issue passes and print them: for the deputies named in `deputy`, else for all without a valid pass."""
    deputies = badges.chosen(db(), request.form.getlist("deputy"), now())
    address, zone = district.public_url(db(), settings()), settings().timezone
    made = [badges.issue(db(), deputy, address, zone=zone, now=now()) for deputy in deputies]
    pdf = badges.pdf(made, district.current(db()))
    numbers = [badge.number for badge in made]
    audit.record(db(), who.staff().login, "badges_printed", f"{len(made)} badges", now(), deputies=numbers)
    db().commit()
    return _pdf(pdf, gettext("badges %(day)s", day=now().astimezone(zone).date()))


@blueprint.get("/sites/<code>/poster.pdf")
def poster(code: str) -> ResponseReturnValue:
    """One site's poster; it is noted in a transaction of its own, because a GET has none that writes."""
    worded = _worded([choices.code_of_site(db(), code)])
    made = _set(worded)
    with writer(engine()) as session:
        _record(session, worded[0].code, worded)
        session.commit()
    return _pdf(made, f"{worded[0].number} {worded[0].code}")


def _set(worded: list[posters.Poster]) -> bytes:
    place, address = district.current(db()), district.public_url(db(), settings())
    db().rollback()  # setting pages takes seconds; others may write meanwhile
    return posters.pdf(worded, place, address)


def _record(session: Session, subject: str, worded: list[posters.Poster]) -> None:
    numbers = list(dict.fromkeys(poster.number for poster in worded))
    audit.record(session, who.staff().login, "posters_printed", subject, now(), projects=numbers[:NOTED])


def _pdf(content: bytes, name: str) -> Response:
    return _file(content, f"{name}.pdf", "application/pdf")


@blueprint.get("/sites/<code>/code.svg")
def code_svg(code: str) -> ResponseReturnValue:
    """One site's code for people who have a designer, and for the site's page."""
    url, name = _address(code)
    return _file(qr.svg(url).encode(), f"{name}.svg", "image/svg+xml", inline="download" not in request.args)


@blueprint.get("/sites/<code>/code.png")
def code_png(code: str) -> ResponseReturnValue:
    url, name = _address(code)
    return _file(qr.png(url), f"{name}.png", "image/png", inline="download" not in request.args)


def _address(code: str) -> tuple[str, str]:
    living = choices.code_of_site(db(), code)
    return posters.address(living, district.public_url(db(), settings())), living.code


def _file(content: bytes, name: str, mimetype: str, *, inline: bool = False) -> Response:
    """Answer a file under a name that any computer can store."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name)
    response = send_file(BytesIO(content), mimetype=mimetype, as_attachment=not inline, download_name=safe, max_age=0)
    response.cache_control.no_store = True  # badges are secrets, and a site's code may be withdrawn
    return response
