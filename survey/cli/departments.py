"""import-departments: the departments with their accounts, from a spreadsheet."""

import json
import sys
from pathlib import Path

import click

from survey.cli.context import Deployment

ACTOR = "command line"


@click.command("import-departments")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts, the refusals and the links as JSON.")
@click.pass_obj
def import_departments(deployment: Deployment, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import departments and their accounts from FILE (.xlsx or .csv): all of them, or none when a row is refused.

    Columns: 单位名称 department, and if there are any 单位代码 code, 联系人 person, 账号 login. The sign-in links of
    new accounts are printed once; each works once, within 7 days.
    """
    from survey.people import audit, links
    from survey.register import department_import, district
    from survey.register.promises import Amendment
    from survey.register.spreadsheet import applying, workbook

    rows = workbook.sheets_of(file.read_bytes())[0].rows
    handed: dict[str, str] = {}
    with deployment.reading() if dry_run else deployment.writing() as session:
        if not dry_run:
            applying.alone(session)
        made = department_import.preview(session, rows)
        if not dry_run and not made.refusals and not made.changes_nothing:
            base = district.public_url(session, deployment.settings)
            for account in department_import.bring(session, made, Amendment(ACTOR, file.name, deployment.now)):
                secret = links.make(session, account, deployment.now, links.LIST_LIFE)
                handed[account.login] = f"{base}/sign-in/{secret}"
            done = {**made.counts, "accounts": len(handed)}
            audit.record(session, ACTOR, "departments_imported", file.name, deployment.now, **done)
    refusals = [{"cell": refusal.cell, "reason": str(refusal)} for refusal in made.refusals]
    if as_json:
        click.echo(json.dumps({**made.counts, "refusals": refusals, "links": handed}, ensure_ascii=False, indent=1))
    else:
        click.echo(", ".join(f"{count} {verdict}" for verdict, count in made.counts.items()) + ".")
        for refusal in refusals:
            click.echo(f"  {refusal['cell']}: {refusal['reason']}")
        for login, link in handed.items():
            click.echo(f"  {login}  {link}")
    sys.exit(1 if refusals else 0)


COMMANDS = (import_departments,)
