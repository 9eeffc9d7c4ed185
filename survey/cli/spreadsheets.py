"""import-projects, export: the register from a spreadsheet and back."""

import json
import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from survey import problems
from survey.cli.context import Deployment
from survey.cli.naming import writable
from survey.people import audit
from survey.register.promises import Amendment
from survey.register.spreadsheet import applying, export, headings, preview, workbook
from survey.register.spreadsheet.columns import HEADINGS
from survey.register.spreadsheet.preview import Line, Preview, Verdict
from survey.register.spreadsheet.repairs import REPAIRED


@click.command("import-projects")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts and the refusals as JSON.")
@click.pass_obj
def import_projects(deployment: Deployment, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import the register from FILE (.xlsx or .csv): all of it, or nothing when a row is refused."""
    layout = headings.find(workbook.sheets_of(file.read_bytes()))
    if layout.missing:
        raise problems.MissingColumns(columns=", ".join(HEADINGS[column].label for column in layout.missing))
    with deployment.reading() if dry_run else deployment.writing() as session:
        made = preview.of_layout(session, layout) if dry_run else _import(session, deployment, layout, file.name)
    click.echo(json.dumps(_as_json(made), ensure_ascii=False, indent=1) if as_json else _in_words(made, dry_run))
    sys.exit(1 if made.counts[Verdict.REFUSED] else 0)


def _import(session: Session, deployment: Deployment, layout: headings.Layout, name: str) -> Preview:
    """Preview and, when no row is refused, apply and log."""
    from survey.web import cancelled
    from survey.web.language import translated

    applying.alone(session)
    made = preview.of_layout(session, layout)
    if not made.counts[Verdict.REFUSED] and not made.changes_nothing:
        by = Amendment("command line", name, deployment.now)
        zone = deployment.settings.timezone
        today = deployment.now.astimezone(zone).date()
        cancelled.apply(session, made, by, translated("zh")(cancelled.BY_FILE), "command line", today, zone)
        audit.record(session, "command line", "register_imported", name, deployment.now, **preview.summary(made))
    return made


def _as_json(made: Preview) -> dict[str, object]:
    return {
        **preview.summary(made),
        "refusals": [{"cell": refusal.cell, "reason": str(refusal)} for refusal in made.refusals],
    }


def _in_words(made: Preview, dry_run: bool) -> str:
    sheet = made.layout.sheet
    counts = ", ".join(f"{count} {verdict}" for verdict, count in preview.summary(made).items())
    said = [f"{sheet.name or 'The file'}, headings in row {made.layout.bottom + 1}: {counts}."]
    said += [f"  {each.count} {REPAIRED[each.kind]}{each.example and f' ({each.example})'}" for each in made.repaired]
    said += [f"  {refusal.cell}: {refusal}" for refusal in made.refusals]
    said += [_changed(line) for line in made.lines if line.verdict is Verdict.CHANGED]
    said += [f"Cancelled: {', '.join(made.cancelled)}."] if made.cancelled else []
    said += [f"Taken up again: {', '.join(made.resumed)}."] if made.resumed else []
    for what, names in (("departments", made.new_departments), ("categories", made.new_categories)):
        said += [f"New {what}: {', '.join(names)}."] if names else []
    said += [f"{old} is called {present} now." for old, present in made.meant]
    if made.counts[Verdict.REFUSED]:
        return "\n".join([*said, "Nothing was imported. Please correct these cells and import the file again."])
    if made.changes_nothing:
        return "\n".join([*said, "The register says all this already."])
    return "\n".join([*said, "Nothing was written (--dry-run)." if dry_run else "Imported."])


def _changed(line: Line) -> str:
    return f"  {line.row.number}: " + ", ".join(HEADINGS[change.column].label for change in line.changes)


@click.command("export")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="The .xlsx."
)
@click.pass_obj
def export_projects(deployment: Deployment, output: Path) -> None:
    """Write the register as a workbook that can be edited and imported back."""
    with deployment.reading() as session:
        made = export.workbook(session)
    with writable(output):
        output.write_bytes(made)
    click.echo(f"The register is in {output}.")


COMMANDS = (import_projects, export_projects)
