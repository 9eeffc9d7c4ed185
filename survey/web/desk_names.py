"""The desk's names: categories, batches, beneficiary groups and departments, added, renamed, merged and taken out."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from survey import problems
from survey.people import accounts, audit, notices
from survey.problems import N_
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register import departments, names
from survey.register.promises import Amendment
from survey.register.spreadsheet import applying
from survey.register.tables import NameKind
from survey.rounds import findings
from survey.web import who
from survey.web.inputs import Input, needed, refuse
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now

blueprint = Blueprint("desk_names", __name__, url_prefix="/desk/names")
REFUSED = (problems.NameTaken, problems.FormerlyNamed, problems.NameInUse)


class NameInput(Input):
    name = needed(lazy_gettext(N_("Name")))


@blueprint.get("")
@blueprint.get("/<kind>")
def page(kind: str = NameKind.CATEGORY) -> ResponseReturnValue:
    """All names of a kind, with how many projects have each."""
    return _page(_kind(kind), NameInput(formdata=None))


def _page(kind: NameKind, typed: NameInput, status: int = 200) -> ResponseReturnValue:
    listed = names.listed(db(), kind)
    return render_template("desk/names.html", kind=kind, kinds=list(NameKind), names=listed, input=typed), status


def _kind(said: str) -> NameKind:
    if said not in list(NameKind):
        raise problems.NotFound()
    return NameKind(said)


@blueprint.post("/<kind>")
def add(kind: str) -> ResponseReturnValue:
    """Offer one more name."""
    of, typed = _kind(kind), NameInput()
    if not typed.validate():
        return _page(of, typed, 422)
    try:
        names.add(db(), of, typed.name.data)
    except REFUSED as problem:
        refuse(typed.name, sentence_of(problem))
        return _page(of, typed, STATUS[type(problem)])
    return _done(of, "name_added", typed.name.data)


@blueprint.get("/<kind>/one")
def one(kind: str) -> ResponseReturnValue:
    """One name: rename it, merge it into another, or take it out."""
    name = request.args.get("name", "")
    return _one(_kind(kind), name, NameInput(formdata=None, name=name))


def _one(
    kind: NameKind,
    name: str,
    typed: NameInput,
    refused: str = "",
    status: int = 200,
    *,
    addresses: Sequence[str] | None = None,
) -> ResponseReturnValue:
    shown = names.one(db(), kind, name)
    others = sorted(names.living(db(), kind) - {name})
    department = departments.named(db(), name) if kind is NameKind.DEPARTMENT else None
    if addresses is None and department is not None:
        addresses = (department.notice_addresses or "").split()
    return render_template(
        "desk/name.html",
        kind=kind,
        shown=shown,
        others=others,
        department=department,
        addresses=addresses,
        input=typed,
        refused=refused,
    ), status


@blueprint.post("/<kind>/rename")
def rename(kind: str) -> ResponseReturnValue:
    """Call it otherwise from now on; what happened before keeps the name that it had."""
    of, name, typed = _kind(kind), request.form.get("old", ""), NameInput()
    if not typed.validate():
        return _one(of, name, typed, status=422)
    applying.alone(db())
    try:
        names.rename(db(), of, name, typed.name.data, _by())
    except REFUSED as problem:
        db().rollback()
        refuse(typed.name, sentence_of(problem))
        return _one(of, name, typed, status=STATUS[type(problem)])
    if of is NameKind.DEPARTMENT:
        accounts.rebind(db(), name, typed.name.data)
    _warn_of_questionnaires(of, name, typed.name.data)
    return _done(of, "name_changed", typed.name.data, name=[name, typed.name.data])


@blueprint.post("/department/addresses")
def set_addresses() -> ResponseReturnValue:
    """Note where a department's digest goes besides its people; nothing typed means nowhere."""
    name, typed = request.form.get("old", ""), request.form.get("addresses", "").split()
    found = departments.named(db(), name)
    if unknown := notices.unknown_addresses(" ".join(typed)):
        refused = gettext("These addresses are not taken: %(addresses)s", addresses=" ".join(unknown))
        input_ = NameInput(formdata=None, name=found.name)
        return _one(NameKind.DEPARTMENT, found.name, input_, refused, 422, addresses=typed)
    found.notice_addresses = " ".join(typed)
    audit.record(db(), who.staff().login, "notice_addresses_set", found.name, now(), count=len(typed))
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_names.one", kind=NameKind.DEPARTMENT, name=found.name), code=303)


@blueprint.post("/<kind>/merge")
def merge(kind: str) -> ResponseReturnValue:
    """Let all that has one name have another; a department's findings and accounts go with it."""
    of, name, into = _kind(kind), request.form.get("old", ""), request.form.get("into", "")
    applying.alone(db())
    if into not in names.living(db(), of) - {name}:
        refused = gettext("Please choose the name that it becomes part of.")
        return _one(of, name, NameInput(formdata=None, name=name), refused, 422)
    count = names.merge(db(), of, name, into, _by(gettext("%(old)s became part of %(into)s", old=name, into=into)))
    handed = 0
    if of is NameKind.DEPARTMENT:
        handed = findings.hand_over(db(), name, into)
        accounts.rebind(db(), name, into)
    _warn_of_questionnaires(of, name, into)
    flash(ngettext("%(num)s project goes with it.", "%(num)s projects go with it.", count))
    return _done(of, "names_merged", into, merged=name, projects=count, findings=handed)


@blueprint.post("/<kind>/remove")
def remove(kind: str) -> ResponseReturnValue:
    """Take out a name that nothing has; one in use is refused with the way out."""
    of, name = _kind(kind), request.form.get("old", "")
    applying.alone(db())
    try:
        if of is NameKind.DEPARTMENT and (accounts.of_department(db(), name) or findings.lie_with(db(), name)):
            raise problems.NameInUse(name=name, count=names.one(db(), of, name).count)
        names.remove(db(), of, name)
    except problems.NameInUse as problem:
        db().rollback()
        return _one(of, name, NameInput(formdata=None, name=name), sentence_of(problem), 409)
    return _done(of, "name_removed", name)


def _by(reason: str = "") -> Amendment:
    return Amendment(who.staff().name, reason, now())


def _warn_of_questionnaires(kind: NameKind, old: str, new: str) -> None:
    """Say which questionnaires name a beneficiary group by words that it no longer has."""
    if kind is not NameKind.BENEFICIARY_GROUP:
        return
    asked = catalogue.all_published(db(), Audience.RESIDENT)
    lost = [
        v
        for v in asked
        if catalogue.is_for(v.beneficiary_group, old) and not catalogue.is_for(v.beneficiary_group, new)
    ]
    if lost:
        titles = "、".join(dict.fromkeys(version.title for version in lost))
        flash(
            gettext("These questionnaires name the old group and are no longer asked: %(titles)s", titles=titles), "bad"
        )


def _done(kind: NameKind, act: str, subject: str, **detail: object) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, subject, now(), kind=kind.value, **detail)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_names.page", kind=kind), code=303)
