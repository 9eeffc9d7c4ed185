"""What `survey daily` tells members of staff: each in the app, and one digest to whoever has an address."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from survey.cli.context import Deployment
from survey.people import notices
from survey.people.notices import News
from survey.people.tables import Account, Role
from survey.problems import N_

if TYPE_CHECKING:
    from survey.people.tables import Notice

Told = tuple[list[Account], News]


def tell(session: Session, now: datetime, today: date) -> None:
    """Give everybody the notices of this day; a second run on the same day adds nothing."""
    for department, news in _departments(session, today):
        notices.give_department(session, department, news, now)
    for accounts, news in (*_office(session, today), *_callers(session)):
        notices.give(session, accounts, news, now)


def _departments(session: Session, today: date) -> Iterator[tuple[str, News]]:
    from survey.register import duty, lights, meetings
    from survey.rounds import reminders

    due = N_("Findings: {soon} due within {days} working days, {late} late")
    for each in reminders.of_departments(session, today):
        values = {"soon": each.due_soon, "days": each.ahead, "late": each.late}
        news = News(f"findings {today}", due, "/department/findings", values)
        yield each.department, news
    planned = N_("Plans for complex findings: {soon} due within {days} working days, {late} late")
    for each in reminders.of_plans(session, today):
        values = {"soon": each.due_soon, "days": each.ahead, "late": each.late}
        yield each.department, News(f"plans {today}", planned, "/department/findings", values)
    late = N_("Milestones past their day: {count}")
    for department, count in duty.late_by_department(session, today):
        news = News(f"milestones {today}", late, "/department", {"count": count})
        yield department, news
    silent = N_("Projects about which nothing was noted for {days} days: {count}")
    for department, count in lights.silent_by_department(session, today):
        values = {"days": lights.SILENT.days, "count": count}
        yield department, News(f"silent {today:%G-%V}", silent, "/department", values)
    late = N_("Follow-ups of meetings past their day: {count}")
    for department, count in meetings.late_by_department(session, today):
        news = News(f"follow-ups {today}", late, "/department/follow-ups", {"count": count})
        yield department, news


def _office(session: Session, today: date) -> Iterator[Told]:
    from survey.register import departments, meetings, proposals
    from survey.rounds import reminders

    office = notices.of_office(session)
    if unreached := departments.unreached(session):
        sentence = N_("Departments where nobody is told anything, for want of an account and an address: {count}")
        yield office, News(f"unreached {today}", sentence, "/desk/accounts", {"count": len(unreached)})
    if count := sum(count for _, count in meetings.late_by_department(session, today)):
        sentence = N_("Follow-ups of meetings past their day: {count}")
        yield office, News(f"follow-ups {today}", sentence, "/desk/meetings", {"count": count})
    if count := reminders.verdicts(session, today):
        sentence = N_("Replies that wait for a verdict beyond its deadline: {count}")
        yield office, News(f"verdicts {today}", sentence, "/desk/findings", {"count": count})
    if count := reminders.late_plans(session, today):
        sentence = N_("Plans for complex findings past their day: {count}")
        yield office, News(f"plans {today}", sentence, "/desk/findings?late=1", {"count": count})
    if count := proposals.waiting_count(session):
        sentence = N_("Proposals that wait for the office: {count}")
        yield office, News(f"proposals {today}", sentence, "/desk/proposals", {"count": count})


def _callers(session: Session) -> Iterator[Told]:
    """Who is to call residents back: those who were asked to, and the office for all others."""
    from survey.rounds import callbacks

    sentence = N_("Residents who wait for a call: {count}")
    for account in (*notices.of_office(session), *notices.of_role(session, Role.INTERVIEWER)):
        mine = [task for task in callbacks.waiting(session, account) if _calls(account, task.caller)]
        if mine:
            key = f"callbacks {max(task.finding.id for task in mine)} {len(mine)}"
            yield [account], News(key, sentence, "/desk/callbacks", {"count": len(mine)})


def _calls(account: Account, caller: Account | None) -> bool:
    return caller is None if account.role is Role.OFFICE else caller is not None and caller.id == account.id


def is_quiet(hour: int, quiet: tuple[int, int]) -> bool:
    """Whether nobody is to be woken in this hour; the quiet may reach over midnight."""
    begins, ends = quiet
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def send(session: Session, deployment: Deployment) -> Iterator[str]:
    """Send each account its digest, but not in quiet hours; yields the logins whose address did not take it."""
    from survey.web.language import translated

    say = translated("zh")
    if is_quiet(deployment.now.astimezone(deployment.settings.timezone).hour, deployment.settings.quiet):
        return
    for account, told in notices.unsent(session).items():
        lines = [say(notice.sentence).format(**notice.values) for notice in told]
        if not _sent(account, say(N_("Fivelists: what waits for you")), lines):
            yield account.login
            continue
        _note_sent(told, deployment)


def send_departments(session: Session, deployment: Deployment) -> Iterator[str]:
    """Send each department with an address of its own what its people were told; yields the names not reached."""
    from survey.register import departments
    from survey.web.language import translated

    say = translated("zh")
    if is_quiet(deployment.now.astimezone(deployment.settings.timezone).hour, deployment.settings.quiet):
        return
    for each in departments.every(session):
        told = notices.told_since(session, each.name, each.notices_sent_at) if each.notice_addresses else []
        lines = [say(notice.sentence).format(**notice.values) for notice in told]
        if lines and not _delivered(each.notice_addresses or "", say(N_("Fivelists: what waits for you")), lines):
            yield each.name
        elif lines:
            each.notices_sent_at = deployment.now


def _note_sent(told: "Iterable[Notice]", deployment: Deployment) -> None:
    for notice in told:
        notice.sent_at = deployment.now


def _sent(account: Account, title: str, lines: list[str]) -> bool:
    return _delivered(account.notice_addresses or "", title, lines)


def _delivered(written: str, title: str, lines: list[str]) -> bool:
    from apprise import Apprise

    addresses = Apprise()
    known = all(addresses.add(address) for address in written.split())
    return known and bool(addresses.notify(title=title, body="\n".join(lines)))
