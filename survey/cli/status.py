"""status: what is in the database, and whether it and the disk are well."""

import json
import shutil

import click

from survey.cli.context import Deployment
from survey.collect import counts


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One object instead of lines.")
@click.pass_obj
def status(deployment: Deployment, as_json: bool) -> None:
    """Count what is stored, and name the database, its schema and the free disk."""
    from survey.migrations import revision

    with deployment.reading() as session:
        found: dict[str, int | str | None] = {**counts.of_everything(session)}
        found["database"] = session.get_bind().dialect.name
        found["schema"] = revision(session.connection())
    found["disk_free"] = shutil.disk_usage(deployment.settings.data).free
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:12} {value}")


COMMANDS = (status,)
