"""The desk's page of one site: its code, the history of its codes, how many answered there, and a new code."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from survey import problems
from survey.collect import counts, kiosks, photos
from survey.people import audit
from survey.people.tables import Role
from survey.printing import history, posters, qr
from survey.register import codes, positions, sites
from survey.register.district import public_url
from survey.register.tables import Datum, RevocationReason, Site, SiteCode
from survey.web import who
from survey.web.desk_printings import layout_names
from survey.web.transaction import db, now, settings

PHOTOS_SHOWN = 24
PHOTO_VIEWERS = (Role.OFFICE, Role.PRIVACY_OFFICER)
"""Faces may be on photos, so nobody else sees them here."""

blueprint = Blueprint("desk_sites", __name__, url_prefix="/desk/sites/<code>")


@blueprint.get("")
def page(code: str) -> ResponseReturnValue:
    """A site, found by any code it ever had."""
    return _page(sites.of_any_code(db(), code))


def _page(site: Site, coordinates: str | None = None, datum: str = Datum.WGS84, wrong: str = "") -> str:
    """The page, with what was typed of its coordinates and what is wrong with it."""
    living = sites.living_code(site)
    url = public_url(db(), settings())
    address = posters.address(living, url) if living else ""
    return render_template(
        "desk/site.html",
        site=site,
        code=site.codes[-1].code,
        coordinates=coordinates if coordinates is not None else positions.show(site.at.degrees) if site.at else "",
        datum=datum,
        wrong=wrong,
        living=living,
        address=address,
        public_url=url,
        kiosk=kiosks.of_code(db(), living.code) if living else None,
        qr=Markup(qr.svg(address)) if living else "",
        printed=history.of_site(db(), site),
        layouts=layout_names(),
        count=counts.of_sites(db(), [site], who.hidden_sheets())[site.id],
        is_office=who.staff().role is Role.OFFICE,
        photos=photos.of_site(db(), site.id, PHOTOS_SHOWN) if who.staff().role in PHOTO_VIEWERS else [],
    )


@blueprint.post("/position")
def place(code: str) -> ResponseReturnValue:
    """Say where the site is, in the system of whatever map it was copied from; empty takes it away."""
    site = sites.of_any_code(db(), code)
    written, said = request.form.get("coordinates", "").strip(), request.form.get("datum", "")
    given = positions.read(written, Datum(said)) if said in set(Datum) else None
    if written and given is None:
        wrong = gettext("Please write latitude and longitude such as 31.2304, 121.4737, and choose the system.")
        return _page(site, written, said, wrong), 422
    before = positions.show(site.at.degrees) if site.at else ""
    positions.put(site, given)
    after = positions.show(given.degrees) if given else ""
    audit.record(db(), who.staff().login, "site_placed", site.name, now(), old=before, new=after, datum=said)
    flash(gettext("Where the site is, is noted.") if given else gettext("The site has no coordinates any more."))
    db().commit()
    return redirect(url_for(".page", code=code), 303)


@blueprint.get("/reissue")
def reissue_page(code: str) -> ResponseReturnValue:
    """Ask why the code is replaced, and say what becomes of the posters on the walls."""
    return _ask(code)


@blueprint.post("/reissue")
def reissue(code: str) -> ResponseReturnValue:
    """Withdraw the site's code and issue another."""
    reason = request.form.get("reason", "")
    if reason not in list(RevocationReason):
        return _ask(code, gettext("Please say why the code is replaced.")), 422
    site = sites.of_any_code(db(), code)
    old = _living(site)
    if old.code != codes.normalise(code):  # somebody else, or a second press, was faster
        flash(gettext("This code has been replaced already."))
        return redirect(url_for(".page", code=old.code), 303)
    new = codes.reissue(db(), site, RevocationReason(reason), now())
    audit.record(db(), who.staff().login, "code_reissued", site.name, now(), old=old.code, new=new.code, reason=reason)
    flash(gettext("The site has a new code. Please print its poster and put it up."))
    db().commit()
    return redirect(url_for(".page", code=new.code), 303)


def _ask(code: str, error: str = "") -> str:
    site = sites.of_any_code(db(), code)
    return render_template("desk/reissue.html", site=site, code=_living(site).code, error=error)


def _living(site: Site) -> SiteCode:
    """The code in use; raises NotFound when the site has none."""
    if (living := sites.living_code(site)) is None:
        raise problems.NotFound()
    return living
