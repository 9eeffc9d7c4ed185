"""What was printed is remembered, so that the office finds what still hangs outside and should not."""

import pytest
from sqlalchemy.orm import Session

from survey import demo, problems
from survey.printing import choices, history
from survey.printing.orders import Order
from survey.register import codes
from survey.register.tables import RevocationReason, Site, SiteCode
from tests import paper
from tests.conftest import Clock
from tests.walker import Browser

PRINT, HISTORY = "/desk/print", "/desk/print/history"


@pytest.fixture
def code(session: Session, site: Site) -> SiteCode:
    """The site's code in use."""
    living = codes.living(session, site)
    assert living is not None
    return living


@pytest.fixture
def printed(session: Session, site: Site, code: SiteCode, clock: Clock) -> SiteCode:
    """The site's code, printed as a poster; committed."""
    history.record(session, [code.code], Order(), "office", clock())
    session.commit()
    return code


def reissued(session: Session, site: Site, clock: Clock, reason: RevocationReason) -> SiteCode:
    new = codes.reissue(session, site, reason, clock())
    session.flush()
    return new


def hanging(session: Session) -> list[str]:
    return [each.code.code for each in history.hanging(session)]


def test_a_code_in_use_may_hang(session: Session, printed: SiteCode) -> None:
    assert hanging(session) == []


def test_a_replaced_code_hangs_until_the_new_one_is_printed(
    session: Session, site: Site, printed: SiteCode, clock: Clock
) -> None:
    new = reissued(session, site, clock, RevocationReason.REISSUED)
    assert hanging(session) == [printed.code]
    assert [each.code for each in choices.codes_of(session, choices.Choice(replaced=True))] == [new.code]
    history.record(session, [new.code], Order(layout="a3"), "office", clock())
    assert hanging(session) == []
    with pytest.raises(problems.NothingToPrint):
        choices.codes_of(session, choices.Choice(replaced=True))


def test_an_abused_code_hangs_until_it_is_taken_down(
    session: Session, site: Site, printed: SiteCode, clock: Clock
) -> None:
    new = reissued(session, site, clock, RevocationReason.ABUSE)
    history.record(session, [new.code], Order(), "office", clock())
    assert hanging(session) == [printed.code]
    assert history.take_down(session, printed.code, clock())
    assert hanging(session) == []
    assert not history.take_down(session, printed.code, clock())


def test_the_codes_of_a_removed_site_should_come_down(
    session: Session, site: Site, printed: SiteCode, clock: Clock
) -> None:
    site.removed_at = clock()
    session.flush()
    assert hanging(session) == [printed.code]


def test_a_code_that_was_never_printed_hangs_nowhere(
    session: Session, site: Site, code: SiteCode, clock: Clock
) -> None:
    reissued(session, site, clock, RevocationReason.ABUSE)
    assert hanging(session) == []


def test_the_desk_remembers_what_was_printed_on_what(office: Browser, session: Session, code: SiteCode) -> None:
    session.commit()
    office.open(f"{PRINT}?layout=tent&language=ja").press(action="/desk/print/posters.pdf")
    ((printing, count),) = history.newest(session)
    assert (printing.actor, printing.layout, printing.language, count) == ("office", "tent", "ja", 1)
    office.open(HISTORY).sees("桌牌", "日本語", "office")
    office.open(f"/desk/sites/{code.code}").sees("打印情况", "桌牌")


def test_the_desk_leads_from_a_replaced_code_to_its_new_poster(
    office: Browser, session: Session, site: Site, printed: SiteCode, clock: Clock
) -> None:
    new = reissued(session, site, clock, RevocationReason.REISSUED)
    session.commit()
    office.open(PRINT).sees("不该再挂在外面").follow("看是哪些").sees(site.name, "新码还没打印")
    office.follow("打印新码").press(action="/desk/print/posters.pdf")
    (page,) = paper.pages(office.response.data)
    assert paper.codes(page)[0].endswith(new.code)
    office.open(HISTORY).sees("挂在外面的码都在用")


def test_the_office_notes_that_a_code_is_taken_down(
    office: Browser, session: Session, site: Site, printed: SiteCode, clock: Clock
) -> None:
    reissued(session, site, clock, RevocationReason.ABUSE)
    session.commit()
    office.open(HISTORY).press("已取下").sees("已记下", "挂在外面的码都在用")
    office.open("/desk/audit").sees("记下已取下的码", printed.code)


def test_a_code_that_hangs_nowhere_cannot_be_taken_down(office: Browser, session: Session, site: Site) -> None:
    token = office.open(PRINT).page.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    assert office.client.post(f"{HISTORY}/7K3Q9XWM/down", data={"csrf_token": token}).status_code == 404


def test_only_the_office_sees_the_history(viewer: Browser, site: Site) -> None:
    assert viewer.open(HISTORY).status == 403


def test_the_demo_shows_what_was_printed_and_what_should_come_down(session: Session, clock: Clock) -> None:
    demo.load(session, clock(), projects=8, submissions=10)
    assert [printing.layout for printing, _ in history.newest(session)] == ["a3", "tent", "a4"]
    reasons = [each.code.revocation_reason for each in history.hanging(session)]
    assert sorted(map(str, reasons)) == ["abuse", "reissued"]
