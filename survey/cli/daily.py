"""daily: what is done once a day, by cron or a systemd timer."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy.orm import Session

from survey.cli.context import Deployment
from survey.problems import N_

if TYPE_CHECKING:
    from survey.rounds.reminders import Reminder


DUE = N_("{department}: {soon} due within {days} working days, {late} late")
PLANNED = N_("{department}: plans for complex findings, {soon} due within {days} working days, {late} late")
DRIFTED = {
    "residents.m": N_("residents' mean {before} → {now}"),
    "residents.k": N_("k of residents' answers {before} → {now}"),
    "residents.sd": N_("spread (σ) of residents' answers {before} → {now}"),
    "deputies.m": N_("mean of deputies' fair scores {before} → {now}"),
    "deputies.k": N_("k of deputies' strictness {before} → {now}"),
    "deputies.sd": N_("spread (σ) of deputies' marks {before} → {now}"),
    "deputies.sd_days": N_("spread of a project's days {before} → {now}"),
}
"""What the daily run says of a figure that has moved since the last edition."""


@click.command()
@click.option("--quiet", is_flag=True, help="Print nothing; notices still go out.")
@click.pass_obj
def daily(deployment: Deployment, quiet: bool) -> None:
    """Close visits that are over, look for suspect answers, delete old numbers, remind of what is due or late.

    Prints one line per department and sends the same to the addresses in SURVEY_NOTICES. Every member of staff finds
    what is theirs in the app, and gets one digest where the office noted an address.
    """
    from survey.rounds import reminders

    today = deployment.now.astimezone(deployment.settings.timezone).date()
    _close_visits(deployment, today)
    _look(deployment)
    with deployment.reading() as session:
        lines = _lines(reminders.of_departments(session, today), DUE)
        lines += _lines(reminders.of_plans(session, today), PLANNED)
        lines += _waiting(reminders.verdicts(session, today))
        lines += _scorecards(session, deployment)
    lines += _succeed(deployment, today)
    lines += _forget(deployment)
    if lines:
        title = _chinese(N_("Findings on {day}: what is due and what is late")).format(day=today)
        _send(deployment.settings.notices, title, "\n".join(lines))
    unsent = _tell(deployment, today)
    if unsent:
        raise click.ClickException(f"Notices could not be sent to {', '.join(unsent)}; the next run tries again.")
    if not quiet:
        click.echo("\n".join(lines) or "Nothing is due.")


def _close_visits(deployment: Deployment, today: date) -> None:
    """Break the seal of visits that are over; what was marked low becomes findings."""
    from survey.rounds import low_items
    from survey.visits import sealing, visits

    with deployment.writing() as session:
        for visit in visits.over(session, today):
            low_items.raise_from(session, sealing.close(session, visit, "daily", deployment.now))


def _look(deployment: Deployment) -> None:
    """Look for suspect answers among what came since the last look."""
    from survey.scorecards import watching

    with deployment.writing() as session:
        watching.look(session, deployment.now, deployment.settings.timezone, "daily")


def _succeed(deployment: Deployment, today: date) -> list[str]:
    """Give the verdicts of deputies who left office to the leads of their panels; says how many nobody can give."""
    from survey.web import succession

    with deployment.writing() as session:
        _, left = succession.entrust(session, "daily", deployment.now, today)
    said = _chinese(
        N_("Findings whose deputy left office and whose panel is empty: {count}; please entrust their verdict")
    )
    return [said.format(count=left)] if left else []


def _forget(deployment: Deployment) -> list[str]:
    """Delete what is kept no longer by the office's periods, note it in the log, and say what went and what is kept."""
    from survey.collect import contacts, devices, old_words
    from survey.people import audit, retention
    from survey.register import rules
    from survey.register.spreadsheet import uploads
    from survey.rounds import callbacks

    now = deployment.now
    files = uploads.clear(deployment.settings.data / "uploads", now)
    with deployment.writing() as session:
        periods = rules.of_office(session)
        gone = contacts.forget(session, callbacks.expired(session, now, periods.contact_days), "daily", now)
        kept = contacts.count(session)
        others = retention.run(session, now, sign_in_days=periods.sign_in_days, notice_days=periods.notice_days)
        today = now.astimezone(deployment.settings.timezone).date()
        others["day_keys"] = devices.destroy_before(session, today)
        kept_for = {"text_days": periods.text_days, "complaint_days": periods.complaint_days}
        others |= old_words.forget(session, now, today, **kept_for)
        audit.record(session, "daily", "retention_run", "", now, contacts=gone, kept=kept, uploads=files, **others)
    lines = []
    if gone or kept:
        lines.append(
            _chinese(N_("Numbers of residents to call back: {gone} deleted, {kept} kept")).format(gone=gone, kept=kept)
        )
    if files or any(others.values()):
        said = _chinese(
            N_(
                "Deleted: {sign_ins} sign-ins, {links} links, {notices} notices, {files} files, {day_keys} day keys, "
                "words in {texts} submissions, {complaints} complaints about the app"
            )
        )
        lines.append(said.format(files=files, **others))
    return lines


def _tell(deployment: Deployment, today: date) -> list[str]:
    """Give everybody their notices and send the digests; the logins that could not be reached."""
    from survey.cli import telling

    with deployment.writing() as session:
        telling.tell(session, deployment.now, today)
    with deployment.writing() as session:
        return [*telling.send(session, deployment), *telling.send_departments(session, deployment)]


def _lines(reminded: "Sequence[Reminder]", sentence: str) -> list[str]:
    """One line for each reminder, in the language of those who get it."""
    due = _chinese(sentence)
    return [
        due.format(department=each.department, soon=each.due_soon, days=each.ahead, late=each.late) for each in reminded
    ]


def _waiting(verdicts: int) -> list[str]:
    waiting = _chinese(N_("Replies that wait for a verdict beyond its deadline: {count}"))
    return [waiting.format(count=verdicts)] if verdicts else []


def _scorecards(session: Session, deployment: Deployment) -> list[str]:
    """What keeps scorecards from being compared, without naming anybody."""
    from survey.scorecards import attention, district, fitted, flags, publication
    from survey.scorecards.draw_support import project_count as projects

    zone = deployment.settings.timezone
    background = district.background(session, district.period_at(session, deployment.now, zone), zone)
    found, lines = attention.of_panel(background.panel), []
    if found.silent:
        silent = _chinese(N_("{count} deputies gave full marks on every sheet; the desk's Compare page says who"))
        lines.append(silent.format(count=len(found.silent)))
    if found.groups > 1:
        apart = _chinese(N_("Projects fall into {count} groups that no deputy links, so they cannot be compared"))
        lines.append(apart.format(count=found.groups))
    edition = publication.newest(session)
    if edition is not None and (moved := _drift(fitted.of_edition(edition), fitted.of_background(background))):
        lines.append(_chinese(N_("Since the last edition: {moved}")).format(moved="; ".join(moved)))
    if background.panel is not None and len(background.panel.projects) < (every := projects(session)):
        seen = _chinese(N_("{visited} of {count} projects have been visited by deputies in this period"))
        lines.append(seen.format(visited=len(background.panel.projects), count=every))
    if waiting := flags.waiting(session):
        flagged = _chinese(N_("{count} flags of suspect answers wait for a decision; the desk's Flags page shows them"))
        lines.append(flagged.format(count=waiting))
    return lines


def _drift(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Each figure of the fit that has moved, in words; deputies are named on the desk's coverage page only."""
    from survey.scorecards import fitted

    found = fitted.drifts(before, now)
    return [_chinese(DRIFTED[figure]).format(before=f"{was:.2f}", now=f"{is_now:.2f}") for figure, was, is_now in found]


def _chinese(sentence: str) -> str:
    from survey.web.language import translated

    return translated("zh")(sentence)


def _send(addresses: tuple[str, ...], title: str, body: str) -> None:
    """Send a notice; raises click's error when an address did not take it."""
    if not addresses:
        return
    from apprise import Apprise

    notices = Apprise()
    if not all(notices.add(address) for address in addresses):
        raise click.ClickException("SURVEY_NOTICES holds an address that is not understood.")
    if not notices.notify(title=title, body=body):
        raise click.ClickException("A notice could not be sent; the next run tries again.")


COMMANDS = (daily,)
