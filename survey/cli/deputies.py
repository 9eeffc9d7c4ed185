"""import-deputies, deputies, pass: the deputies and their passes."""

import json
import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from survey.cli.context import Deployment
from survey.cli.naming import named
from survey.people import audit, deputies, passes
from survey.people.deputies import Preview
from survey.register import district

ACTOR = "command line"


@click.command("import-deputies")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--passes", "with_passes", is_flag=True, help="Issue a pass to every new deputy and print its link once.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts, the refusals and the links as JSON.")
@click.pass_obj
def import_deputies(deployment: Deployment, file: Path, *, dry_run: bool, with_passes: bool, as_json: bool) -> None:
    """Import deputies from FILE (.xlsx or .csv): all of them, or nobody when a row is refused.

    Columns: 编号 number, 姓名 name, 界别 body (人大 or 政协), 职业 trade, 单位 employer, 关联单位 ties.
    """
    from survey.register.spreadsheet import workbook

    rows = workbook.sheets_of(file.read_bytes())[0].rows
    links: dict[str, str] = {}
    with deployment.reading() if dry_run else deployment.writing() as session:
        made = deputies.preview(session, rows)
        if not dry_run and not made.refusals:
            links = _bring(session, deployment, made, file.name, with_passes=with_passes)
    click.echo(_as_json(made, links) if as_json else _in_words(made, links))
    sys.exit(1 if made.refusals else 0)


def _bring(session: Session, deployment: Deployment, made: Preview, name: str, *, with_passes: bool) -> dict[str, str]:
    """Store the deputies; number → link of the passes that were asked for."""
    new = deputies.bring(session, made, deployment.now)
    base = district.public_url(session, deployment.settings)
    links = {}
    for deputy in new if with_passes else ():
        links[deputy.number] = f"{base}/p/{passes.issue(session, deputy, deployment.now)}"
    if new or made.changed:
        audit.record(session, ACTOR, "deputies_imported", name, deployment.now, **made.counts, passes=len(links))
    return links


def _as_json(made: Preview, links: dict[str, str]) -> str:
    refusals = [{"cell": refusal.cell, "reason": str(refusal)} for refusal in made.refusals]
    return json.dumps({**made.counts, "refusals": refusals, "passes": links}, ensure_ascii=False, indent=1)


def _in_words(made: Preview, links: dict[str, str]) -> str:
    lines = [", ".join(f"{count} {verdict}" for verdict, count in made.counts.items()) + "."]
    lines += [f"  {refusal.cell}: {refusal}" for refusal in made.refusals]
    lines += ["Nobody was imported. Please correct these cells and import again."] if made.refusals else []
    return "\n".join([*lines, *(f"  {number}  {link}" for number, link in links.items())])


@click.command("deputies")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_deputies(deployment: Deployment, as_json: bool) -> None:
    """List the deputies and where their passes stand."""
    with deployment.reading() as session:
        found = [
            {"number": d.number, "name": d.name, "body": d.body, "pass": passes.state(pass_, deployment.now)}
            for d, pass_ in deputies.listed(session)
        ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo("  ".join(one.values()))


@click.command("pass")
@click.argument("number")
@click.pass_obj
def issue_pass(deployment: Deployment, number: str) -> None:
    """Issue a new pass to the deputy NUMBER and print its link, once; an older pass ends."""
    with deployment.writing() as session:
        with named("deputy with the number", number, "See `survey deputies`."):
            deputy = deputies.of_number(session, number)
        secret = passes.issue(session, deputy, deployment.now)
        audit.record(session, ACTOR, "pass_issued", deputy.number, deployment.now)
        link = f"{district.public_url(session, deployment.settings)}/p/{secret}"
    click.echo(link)


COMMANDS = (import_deputies, list_deputies, issue_pass)
