"""rebuild-tallies: count all submissions anew, to prove the tallies or to mend them."""

import json
import sys
from collections import Counter

import click

from survey.cli.context import Deployment
from survey.collect import recounting
from survey.collect.tallies import Cell

SHOWN = 20


@click.command("rebuild-tallies")
@click.option("--verify", is_flag=True, help="Only compare; exit status 1 when tallies and submissions differ.")
@click.option("--json", "as_json", is_flag=True, help="Print the number of differing counts as JSON.")
@click.pass_obj
def rebuild_tallies(deployment: Deployment, verify: bool, as_json: bool) -> None:
    """Make the counts that scorecards read what the submissions say; answers go on arriving meanwhile."""
    found = _compare(deployment) if verify else _mend(deployment)
    if as_json:
        click.echo(json.dumps({"differences": len(found), "mended": 0 if verify else len(found)}))
    else:
        click.echo("\n".join(_lines(found, verify)))
    if verify and found:
        sys.exit(1)


def _compare(deployment: Deployment) -> Counter[Cell]:
    with deployment.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        return recounting.differences(session, deployment.settings.timezone)


def _mend(deployment: Deployment) -> Counter[Cell]:
    with deployment.writing() as session:
        return recounting.rebuild(session, deployment.settings.timezone)


def _lines(found: Counter[Cell], verify: bool) -> list[str]:
    if not found:
        return ["The tallies are what the submissions say."]
    lines = [f"{count:+d}  {' '.join(str(part) for part in cell)}" for cell, count in sorted(found.items())[:SHOWN]]
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return [*lines, *more, f"{len(found)} counts {'differ' if verify else 'were mended'}."]
