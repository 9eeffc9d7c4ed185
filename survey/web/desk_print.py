"""The print room of the desk: which sites, on what, a look at every page, and the PDF."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.printing import badges, choices, distance, history, paper, posters, sheets, typesetting
from survey.printing.orders import LABELS, Order
from survey.printing.posters import Poster
from survey.problems import Problem
from survey.register import district
from survey.web import desk_print_jobs, files, inputs_print
from survey.web.desk_printings import layout_names, note
from survey.web.language import LANGUAGES
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_print", __name__, url_prefix="/desk/print")
MOST_PAGES = 1000
"""Pages at once: a thousand take 600 MiB of a process beside the web server; the command line has no limit."""
Ordered = tuple[Order, list[Poster]]


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page()


@blueprint.get("/page.png")
def preview() -> ResponseReturnValue:
    """One page of what would be printed, as a picture."""
    order, worded = _ordered()
    number = min(max(request.args.get("page", 1, type=int), 1), order.pages(len(worded)))
    drawn = sheets.picture(worded, district.current(db()), district.public_url(db(), settings()), order, number)
    return files.file(drawn, f"{number}.png", "image/png", inline=True)


@blueprint.post("/posters.pdf")
def make_posters() -> ResponseReturnValue:
    """Make the PDF, or a ZIP of one for each department, many pages beside this process.

    What cannot be printed shows the page with the sentence.
    """
    try:
        order, worded = _ordered()
    except Problem as problem:
        return _page(problem)
    place, address = district.current(db()), district.public_url(db(), settings())
    db().rollback()  # setting pages takes seconds; others may write meanwhile
    is_split = "split" in request.form
    if order.pages(len(worded)) > desk_print_jobs.LONG:
        return desk_print_jobs.begin(inputs_print.typed(), is_split=is_split, count=len(worded))
    made = (sheets.archive if is_split else sheets.pdf)(worded, place, address, order)
    note(db(), f"{len(worded)} posters", worded, order)
    db().commit()
    name = gettext("posters %(day)s", day=now().astimezone(settings().timezone).date())
    return files.file(made, f"{name}.zip", "application/zip") if is_split else files.pdf(made, name)


def _ordered() -> Ordered:
    """What the form asks for; raises what choices and orders refuse, TooManyPages and TooFar."""
    fields = inputs_print.typed()
    order = inputs_print.order(fields)
    address = district.public_url(db(), settings())
    worded = [posters.of_code(code, address) for code in choices.codes_of(db(), inputs_print.choice(fields))]
    if (pages := order.pages(len(worded))) > MOST_PAGES:
        raise problems.TooManyPages(pages=pages, most=MOST_PAGES)
    distance.level_for(worded[0].url, order.code_width, order.metres)
    return order, worded


def _page(refused: Problem | None = None, unnumbered: Problem | None = None) -> ResponseReturnValue:
    """The room; `unnumbered` is why sheets of paper were not numbered; what was typed for them stays."""
    ordered: Ordered | None = None
    try:
        ordered = _ordered() if refused is None else None
    except Problem as problem:
        refused = problem
    fields = inputs_print.typed()
    shown = render_template(
        "desk/print.html",
        typed=fields,
        is_narrowed=any(fields[name] for name in inputs_print.SITES),
        refused=sentence_of(refused) if refused else "",
        chosen=_facts(*ordered) if ordered else None,
        categories=[(name, name) for name in choices.categories(db())],
        departments=[(name, name) for name in choices.departments(db())],
        layouts=list(layout_names().items()),
        second_languages=_second_languages(),
        distances=inputs_print.DISTANCES,
        labels=[(name, _sizes(name)) for name in LABELS],
        address=district.public_url(db(), settings()),
        papers=paper.versions(db()),
        unnumbered=sentence_of(unnumbered) if unnumbered else "",
        outside=len(history.hanging(db())),
        without_pass=len(badges.without_pass(db(), now())),
    )
    return shown, 422 if unnumbered or (refused and any(fields.values())) else 200


def not_numbered(problem: Problem) -> ResponseReturnValue:
    """The room again, with what is wrong with the sheets of paper that were asked for."""
    return _page(unnumbered=problem)


def _second_languages() -> list[tuple[str, str]]:
    """English first, which is what is printed when nobody chooses."""
    names = {"en": LANGUAGES["en"]} | LANGUAGES | {"zh": gettext("中文 only")}
    return list(names.items())


def _sizes(name: str) -> str:
    label = LABELS[name]
    return f"{name}: {label.across} × {label.down}, {label.width:g} × {label.height:g} mm"


def _facts(order: Order, worded: list[Poster]) -> dict[str, object]:
    """What the page says of what would be printed."""
    pages = order.pages(len(worded))
    level = distance.level_for(worded[0].url, order.code_width, order.metres)
    return {
        "codes": len(worded),
        "pages": pages,
        "page": min(max(request.args.get("page", 1, type=int), 1), pages),
        "width": f"{order.code_width:.0f}",
        "reach": f"{distance.reach(worded[0].url, order.code_width, level):.1f}",
        "lacking": typesetting.missing(text for poster in worded for text in poster.texts),
        "departments": len({poster.department for poster in worded}),
    }
