"""The page of a site: its code, big; replaced codes stay readable and keep their promise to old posters."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people.tables import AuditEntry, Role
from survey.register import codes
from survey.register.tables import Site, SiteCode
from tests.walker import Browser


def code_of(site: Site) -> str:
    return site.codes[0].code


def codes_now(session: Session) -> list[SiteCode]:
    session.expire_all()
    return list(session.scalars(select(SiteCode).order_by(SiteCode.issued_at, SiteCode.revoked_at.is_(None))))


def test_the_page_shows_the_code_as_it_is_printed(office: Browser, site: Site) -> None:
    code = code_of(site)
    office.open(f"/desk/sites/{code.lower()}").sees(site.name, site.address, f"{code[:4]} {code[4:]}", f"/S/{code}")
    assert office.page.select_one(".qr svg")


def test_a_replaced_code_still_leads_to_its_site(office: Browser, site: Site, session: Session) -> None:
    old = code_of(site)
    office.open(f"/desk/sites/{old}/reissue").fill(reason="reissued").press()
    _, new = codes_now(session)
    office.sees(f"{new.code[:4]} {new.code[4:]}", f"{old[:4]} {old[4:]}")
    assert codes.of_code(session, old).site_id == codes.of_code(session, new.code).site_id
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.detail) == ("code_reissued", {"old": old, "new": new.code, "reason": "reissued"})


def test_an_abused_code_leads_nowhere_but_stays_in_the_history(office: Browser, site: Site, session: Session) -> None:
    old = code_of(site)
    office.open(f"/desk/sites/{old}/reissue").fill(reason="abuse").press()
    codes_now(session)
    with pytest.raises(problems.RevokedCode):
        codes.of_code(session, old)
    office.open(f"/desk/sites/{old}").sees(f"{old[:4]} {old[4:]}")
    assert office.page.select_one(".history .tag.late")


def test_the_second_press_changes_nothing_more(office: Browser, site: Site, session: Session) -> None:
    old = code_of(site)
    office.open(f"/desk/sites/{old}/reissue")
    again = Browser(office.client)
    again.open(f"/desk/sites/{old}/reissue").fill(reason="reissued").press()
    office.fill(reason="abuse").press()
    assert office.status == 200
    assert len(codes_now(session)) == 2
    assert codes.of_code(session, old)


@pytest.mark.parametrize("reason", ["", "because", "REISSUED"])
def test_without_a_reason_nothing_is_replaced(office: Browser, site: Site, session: Session, reason: str) -> None:
    office.open(f"/desk/sites/{code_of(site)}/reissue").fill(reason=reason).press()
    assert office.status == 422
    assert office.page.select_one('[role="alert"]')
    assert len(codes_now(session)) == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.LEADER, Role.PRIVACY_OFFICER])
def test_who_may_look_may_not_replace(
    sign_in: Callable[..., Browser], role: Role, site: Site, session: Session
) -> None:
    looker, old = sign_in(role), code_of(site)
    looker.open(f"/desk/sites/{old}").sees(site.name)
    assert not looker.page.select('a[href$="/reissue"]')
    assert looker.open(f"/desk/sites/{old}/reissue").status == 403
    token = looker.open("/account").page.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    sent = looker.client.post(f"/desk/sites/{old}/reissue", data={"csrf_token": token, "reason": "abuse"})
    assert sent.status_code == 403
    assert len(codes_now(session)) == 1


@pytest.mark.parametrize("code", ["7K3Q9XWM", "nonsense", "%00", "%FF"])
def test_a_code_that_is_none_is_not_found(office: Browser, site: Site, code: str) -> None:
    assert office.open(f"/desk/sites/{code}").status == 404


def test_a_site_without_a_code_says_so(office: Browser, site: Site, session: Session) -> None:
    old = codes_now(session)[0]
    old.revoked_at = old.issued_at
    session.commit()
    office.open(f"/desk/sites/{old.code}")
    assert office.status == 200
    assert not office.page.select(".qr")
    assert office.open(f"/desk/sites/{old.code}/reissue").status == 404
