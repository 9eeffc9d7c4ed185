"""The first run: one page that names the district, opens the first period and makes the first account."""

from datetime import date

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey.collect import periods
from survey.database import reader
from survey.people import accounts, first_run, passwords
from survey.people.tables import Account, Role
from survey.register import district
from survey.web.inputs_district import SetupInput
from survey.web.sign_in import open_browser
from survey.web.transaction import db, engine, key, now, settings

blueprint = Blueprint("setup", __name__, url_prefix="/setup")


@blueprint.get("/<secret>")
def page(secret: str) -> ResponseReturnValue:
    """Ask for all that the product must know before it can be used."""
    first_run.check(db(), key(), secret)
    return _page(SetupInput(formdata=None, **_defaults(db())))


@blueprint.post("/<secret>")
def set_up(secret: str) -> ResponseReturnValue:
    """Store district, period and account together, and go on to the import."""
    with reader(engine()) as looking:
        first_run.check(looking, key(), secret)
    typed = SetupInput()
    if not typed.validate():
        return _page(typed, 422)
    password_hash = passwords.hash_of(typed.password.data)
    first_run.check_alone(db(), key(), secret)
    account = _store(db(), typed, password_hash)
    flash(gettext("Welcome. Now bring your register: one Excel or CSV file with a project on every row."))
    return open_browser(account, "/desk/import", act="set_up")


def _store(session: Session, typed: SetupInput, password_hash: str) -> Account:
    district.edit(session, **typed.columns())
    if all(period.name != typed.period_name.data for period in periods.all_of(session)):
        periods.open_period(session, typed.period_name.data, *typed.days)
    account = accounts.make(session, Role.OFFICE, login=typed.login.data, name=typed.person.data, now=now())
    accounts.set_password(account, password_hash)
    return account


def _page(typed: SetupInput, status: int = 200) -> ResponseReturnValue:
    return render_template("setup.html", input=typed, told_url=settings().url), status


def _defaults(session: Session) -> dict[str, object]:
    """This calendar year, and what is known of the district already."""
    known = district.current(session)
    year = now().astimezone(settings().timezone).year
    return {
        **{name: getattr(known, name) for name in ("name", "name_en", "complaint_line", "publication_minimum")},
        "public_url": known.public_url or settings().url,
        "period_name": str(year),
        "opens_on": date(year, 1, 1),
        "closes_on": date(year, 12, 31),
    }
