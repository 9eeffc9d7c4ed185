"""invite, audit: who works here, and what they did."""

import json
import sys

import click

from survey.cli.context import Deployment

ACTOR = "command line"
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
@click.option("--last", default=20, show_default=True, help="How many entries to list.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def audit(deployment: Deployment, verify: bool, last: int, as_json: bool) -> None:
    """List the newest acts of staff, or check the whole log."""
    if verify:
        _verify(deployment, as_json)
        return
    from survey.people import audit as log

    with deployment.reading() as session:
        entries = [
            {"at": e.at.isoformat(), "actor": e.actor, "act": e.act, "subject": e.subject, "detail": e.detail}
            for e in log.newest(session, limit=last)
        ]
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for entry in entries:
        click.echo("  ".join(str(entry[column]) for column in ("at", "actor", "act", "subject")))


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
