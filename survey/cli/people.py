"""invite, audit: who works here, and what they did."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from survey.cli.context import Deployment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survey.people.audit import Filter

ACTOR = "command line"
DAY = click.DateTime(["%Y-%m-%d"])
ROLES = ("office", "privacy_officer", "department", "interviewer", "leader", "viewer")
"""The values of people.tables.Role, written out so that `survey --help` need not load the tables."""


@click.command()
@click.argument("role", type=click.Choice(ROLES))
@click.option("--login", help="What the person signs in with; an existing login of this role gets a new link.")
@click.option("--name", help="How pages call the person; the login when left out.")
@click.option("--department", default="", help="Code or name of the one department that a `department` account sees.")
@click.pass_obj
def invite(deployment: Deployment, role: str, login: str | None, name: str | None, department: str) -> None:
    """Make an account and print a link that opens it once, within 24 hours.

    Whoever opens the link chooses a password.
    """
    from survey.people import accounts, audit, links
    from survey.people.tables import Role
    from survey.register import departments, district

    if (role == Role.DEPARTMENT) != bool(department):
        raise click.UsageError("--department CODE goes with the role `department`, and only with it.")
    with deployment.writing() as session:
        department = departments.named(session, department).name if department else ""
        login = login or accounts.free_login(session, Role(role))
        account = accounts.of_login(session, login)
        if account is None or account.role != role:
            account = accounts.make(
                session, Role(role), login=login, name=name or login, department=department, now=deployment.now
            )
        secret = links.make(session, account, deployment.now)
        audit.record(session, ACTOR, "account_invited", account.login, deployment.now, role=role)
        base = district.public_url(session, deployment.settings)
    click.echo(f"For {account.login} ({role}), good for one sign-in within 24 hours:", err=True)
    click.echo(f"{base}/sign-in/{secret}")


@click.command()
@click.option("--verify", is_flag=True, help="Check that no entry was changed or removed.")
@click.option("--act", default="", help="Only acts of this word, such as pass_issued.")
@click.option("--actor", default="", help="Only acts of this login.")
@click.option("--about", default="", help="Only acts on a subject that contains these words.")
@click.option("--since", type=DAY, help="Only acts of this day and later, such as 2026-11-01.")
@click.option("--until", type=DAY, help="Only acts of this day and earlier.")
@click.option("--last", default=20, show_default=True, help="How many entries to list; 0 lists all, the oldest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the hashes that chain the entries.")
@click.pass_obj
def audit(deployment: Deployment, /, verify: bool, as_json: bool, last: int, **asked: Any) -> None:
    """List the newest acts of staff, or check the whole log."""
    if verify:
        _verify(deployment, as_json)
        return
    with deployment.reading() as session:
        entries = list(_told(session, _filter(deployment, **asked), last))
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    if not entries:
        click.echo("The log holds nothing that fits.", err=True)
    for entry in entries:
        click.echo("  ".join(str(entry[column]) for column in ("at", "actor", "act", "subject")))


def _filter(
    deployment: Deployment, *, act: str, actor: str, about: str, since: datetime | None, until: datetime | None
) -> "Filter":
    """What the options ask for; days are the district's."""
    from survey.people.audit import Filter

    zone = deployment.settings.timezone
    return Filter(
        act=act,
        actor=actor,
        search=about,
        since=since.replace(tzinfo=zone) if since else None,
        until=(until + timedelta(days=1)).replace(tzinfo=zone) if until else None,
    )


def _told(session: "Session", filter_: "Filter", last: int) -> "Iterator[dict[str, Any]]":
    from survey.people import audit as log

    found = log.page(session, filter_, limit=last) if last else log.in_order(session, filter_)
    for e in found:
        plain = {"at": e.at.isoformat(), "actor": e.actor, "act": e.act, "subject": e.subject, "detail": e.detail}
        yield {**plain, "previous_hash": e.previous_hash, "hash": e.hash}


def _verify(deployment: Deployment, as_json: bool) -> None:
    """Say whether the chain is whole; exit status 1 when it is not."""
    from survey.people import audit as log

    with deployment.reading() as session:
        broken, last_hash = log.verify(session), log.last_hash(session)
    if as_json:
        click.echo(json.dumps({"whole": broken is None, "broken_entry": broken and broken.id, "last_hash": last_hash}))
    elif broken is None:
        click.echo(f"The audit log is whole. Its last hash is {last_hash}.")
    else:
        click.echo(
            f"Entry {broken.id} of {broken.at.isoformat()} was changed, or an entry before it removed.", err=True
        )
    if broken is not None:
        sys.exit(1)


COMMANDS = (invite, audit)
