"""draw: draw projects and deputies for an unannounced visit, list the draws, and check one."""

import json
import sys

import click

from survey.cli.context import Deployment
from survey.cli.naming import named

ACTOR = "command line"
PROJECT_STRATA = ("category", "department", "state", "due", "band")
STRATA = ("body", "trade")


@click.command()
@click.option("--projects", default=5, show_default=True, type=click.IntRange(1, 30), help="How many projects.")
@click.option("--deputies", default=3, show_default=True, type=click.IntRange(1, 30), help="How many deputies.")
@click.option("--by", default="category", show_default=True, type=click.Choice(PROJECT_STRATA), help="Strata.")
@click.option("--deputies-by", default="body", show_default=True, type=click.Choice(STRATA), help="Deputies' strata.")
@click.option("--verify", metavar="ID", help="Draw again from the record of a draw and compare.")
@click.option("--list", "listed", is_flag=True, help="List the draws, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def draw(deployment: Deployment, /, verify: str | None, listed: bool, as_json: bool, **wish: str | int) -> None:
    """Draw projects and deputies by weight, so that anybody can check the result.

    The commitment is printed before the seed. The desk plans the visit of a draw that was committed there.
    """
    if verify:
        _verify(deployment, verify, as_json)
    elif listed:
        _list(deployment, as_json)
    else:
        _draw(deployment, wish, as_json)


def _draw(deployment: Deployment, wish: dict[str, str | int], as_json: bool) -> None:
    from survey.visits import draws

    with deployment.writing() as session:
        made = draws.commit(session, wish, ACTOR, deployment.now)
        session.commit()
        click.echo(f"commitment {made.commitment}", err=True)
        result = draws.reveal(session, made, ACTOR, deployment.now)
        record = {"id": made.code, "commitment": made.commitment, "seed": made.seed, **result}
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    click.echo(f"id {record['id']}\nseed {record['seed']}")
    click.echo("projects " + " ".join(project["number"] for project in result["projects"]))
    click.echo("deputies " + " ".join(result["deputies"]))
    click.echo("groups of projects that no deputy links: {} before, {} after".format(*result["groups"]))


def _list(deployment: Deployment, as_json: bool) -> None:
    from survey.visits import draws

    with deployment.reading() as session:
        rows = [
            {
                "id": row.code,
                "committed_at": row.committed_at.isoformat(),
                "revealed": row.revealed_at is not None,
                "commitment": row.commitment,
                "reason": row.reason,
            }
            for row in draws.newest(session)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['committed_at']}  {'revealed' if row['revealed'] else 'committed'}")


def _verify(deployment: Deployment, code: str, as_json: bool) -> None:
    """Say whether a draw's record is whole; exit status 1 when it is not."""
    from survey.visits import draws

    with deployment.reading() as session, named("draw", code, "See `survey draw --list`."):
        fault = draws.fault(session, draws.of_code(session, code))
    if as_json:
        click.echo(json.dumps({"id": code, "whole": not fault, "fault": fault}))
    elif fault == "log":
        click.echo(f"The record of draw {code} is not what the audit log says of it.", err=True)
    elif fault:
        click.echo(f"The {fault} of draw {code} does not follow from its record.", err=True)
    else:
        click.echo(f"Draw {code} is whole: its commitment and its result follow, and the audit log agrees.")
    if fault:
        sys.exit(1)


COMMANDS = (draw,)
