"""status: what is in the database, and whether it and the disk are well."""

import json
import shutil

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.cli.context import Deployment
from survey.collect.tables import Submission
from survey.database import Base
from survey.people.tables import Deputy
from survey.register.tables import Project, Site

COUNTED: dict[str, type[Base]] = {"projects": Project, "sites": Site, "deputies": Deputy, "submissions": Submission}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One object instead of lines.")
@click.pass_obj
def status(deployment: Deployment, as_json: bool) -> None:
    """Count what is stored, and name the database, its schema and the free disk."""
    from survey.migrations import revision

    with deployment.reading() as session:
        found: dict[str, int | str | None] = {name: _count(session, table) for name, table in COUNTED.items()}
        found["database"] = session.get_bind().dialect.name
        found["schema"] = revision(session.connection())
    found["disk_free"] = shutil.disk_usage(deployment.settings.data).free
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:12} {value}")


def _count(session: Session, table: type[Base]) -> int:
    rule = [table.removed_at.is_(None)] if table is Site else []
    return session.scalar(select(func.count()).select_from(table).where(*rule)) or 0


COMMANDS = (status,)
