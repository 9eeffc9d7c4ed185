"""The desk's deputies: the list, its import, and each deputy's pass."""

from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from survey import problems
from survey.people import audit, deputies, passes, ties
from survey.people.deputies import Preview
from survey.people.lists import Rows
from survey.people.tables import Deputy
from survey.printing import qr, table
from survey.printing.table import Sheet
from survey.register import district
from survey.register.spreadsheet import uploads, workbook
from survey.web import files, succession, who
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("desk_deputies", __name__, url_prefix="/desk/deputies")
SAMPLES = (
    ("RD01", "示例甲", "人大", "教师", "某某小学", ""),
    ("ZX01", "示例乙", "政协", "医生", "某某医院", "某某公司"),
)
"""Two deputies who are not, for the workbook to fill in."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All deputies, or those that a search meets."""
    return _list()


def _list(refusal: str = "", status: int = 200) -> ResponseReturnValue:
    search = request.args.get("q", "").strip()[:100]
    found = [(d, pass_, passes.state(pass_, now())) for d, pass_ in deputies.listed(db(), search)]
    return render_template("desk_deputies.html", deputies=found, search=search, refusal=refusal), status


@blueprint.get("/list.xlsx")
def sample() -> ResponseReturnValue:
    """A list to fill in: the headings that an import knows, and one invented deputy of each body below a title."""
    sheet = Sheet(
        title="代表委员名单",
        unit=district.current(db()).name,
        day=today(),
        note="请把示例两行换成本区的代表委员；“关联单位”是需要回避的企业，可以不填。",
        headings=("编号", "姓名", "界别", "职业", "单位", "关联单位"),
        widths=(12, 12, 10, 16, 28, 28),
        numbers=(False,) * 6,
        rows=(
            ("RD01", "示例甲", "人大", "教师", "某某小学", ""),
            ("ZX01", "示例乙", "政协", "医生", "某某医院", "某某公司"),
        ),
    )
    return files.file(table.workbook(sheet), "代表委员名单.xlsx", XLSX)


@blueprint.post("/import")
def upload() -> ResponseReturnValue:
    """Take a file and show what importing it would do."""
    file = request.files.get("file")
    content = file.read() if file else b""
    try:
        deputies.preview(db(), _rows(content))
    except problems.Problem as problem:
        return _list(sentence_of(problem), STATUS[type(problem)])
    kept = uploads.keep(_folder(), (file and file.filename) or "", content, now())
    return redirect(url_for("desk_deputies.preview", digest=kept), code=303)


@blueprint.get("/import/<digest>")
def preview(digest: str) -> ResponseReturnValue:
    """Every row's verdict, before anything is stored."""
    name, content = uploads.find(_folder(), digest)
    made = deputies.preview(db(), _rows(content))
    return render_template("desk_deputies_import.html", preview=made, name=name, digest=digest)


@blueprint.post("/import/<digest>")
def bring(digest: str) -> ResponseReturnValue:
    """Import the file that was previewed, all of it or nothing."""
    name, content = uploads.find(_folder(), digest)
    made = deputies.preview(db(), _rows(content))
    if made.refusals:
        return render_template("desk_deputies_import.html", preview=made, name=name, digest=digest), 422
    deputies.bring(db(), made, now())
    audit.record(db(), who.staff().login, "deputies_imported", name, now(), **made.counts)
    flash(_in_words(made))
    db().commit()
    return redirect(url_for("desk_deputies.page"), code=303)


def _in_words(made: Preview) -> str:
    new, changed = len(made.new), len(made.changed)
    return " ".join(
        (
            ngettext("%(num)d new deputy.", "%(num)d new deputies.", new),
            ngettext("%(num)d changed.", "%(num)d changed.", changed),
        )
    )


def _rows(content: bytes) -> Rows:
    """The first sheet's cells."""
    return workbook.sheets_of(content)[0].rows


def _folder() -> Path:
    return settings().data / "uploads"


@blueprint.get("/<number>")
def one(number: str) -> ResponseReturnValue:
    """One deputy, with the passes that were issued."""
    return _one(deputies.of_number(db(), number))


def _one(deputy: Deputy, link: str = "") -> ResponseReturnValue:
    issued = deputies.passes_of(db(), deputy)
    return render_template(
        "desk_deputy.html",
        deputy=deputy,
        declared=ties.of_deputy(db(), deputy),
        passes=[(pass_, passes.state(pass_, now())) for pass_ in issued],
        state=passes.state(issued[0] if issued else None, now()),
        link=link,
        code=Markup(qr.svg(link)) if link else "",
    )


@blueprint.post("/<number>/pass")
def issue(number: str) -> ResponseReturnValue:
    """Issue a pass and show its link in this answer: nothing keeps the secret, so no other page could show it."""
    deputy = deputies.of_number(db(), number)
    if deputy.left_at is not None:
        raise problems.NotNow()
    secret = passes.issue(db(), deputy, now())
    audit.record(db(), who.staff().login, "pass_issued", deputy.number, now())
    link = f"{district.public_url(db(), settings())}/p/{secret}"
    answer = _one(deputy, link)
    db().commit()
    return answer


@blueprint.post("/<number>/revoke")
def revoke(number: str) -> ResponseReturnValue:
    """End a deputy's pass, in every browser, at once."""
    deputy = deputies.of_number(db(), number)
    passes.revoke(db(), deputy, now())
    audit.record(db(), who.staff().login, "pass_revoked", deputy.number, now())
    flash(gettext("The pass of %(name)s is revoked.", name=deputy.name))
    db().commit()
    return redirect(url_for("desk_deputies.one", number=number), code=303)


@blueprint.post("/<number>/leave")
def leave(number: str) -> ResponseReturnValue:
    """Note that a deputy is no longer in office; the lead of the panel decides about the open findings."""
    deputy, login = deputies.of_number(db(), number), who.staff().login
    deputies.leave(db(), deputy, login, now())
    given, left = succession.entrust(db(), login, now(), today())
    flash(gettext("%(name)s is no longer in office.", name=deputy.name))
    if given:
        flash(
            ngettext(
                "%(num)d verdict goes to the lead of the panel.", "%(num)d verdicts go to the lead of the panel.", given
            )
        )
    if left:
        flash(
            gettext("Nobody of the panel is left for %(num)d findings: please entrust their verdict.", num=left), "bad"
        )
    db().commit()
    return redirect(url_for("desk_deputies.one", number=number), code=303)


@blueprint.post("/<number>/return")
def return_(number: str) -> ResponseReturnValue:
    """Note that a deputy is in office after all."""
    deputy = deputies.of_number(db(), number)
    deputies.return_(db(), deputy, who.staff().login, now())
    db().commit()
    return redirect(url_for("desk_deputies.one", number=number), code=303)
