"""export-answers: the answers to a questionnaire as a file."""

from pathlib import Path

import click

from survey.cli import naming
from survey.cli.context import Deployment
from survey.collect import answer_files, answer_table
from survey.visits import sealing
from survey.web.language import translated


@click.command("export-answers")
@click.argument("questionnaire")
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, help=".xlsx, .csv, .json or .sav"
)
@click.option("--language", default="zh", show_default=True, help="Language of the labels.")
@click.pass_obj
def export_answers(deployment: Deployment, questionnaire: str, output: Path, language: str) -> None:
    """Write the answers to QUESTIONNAIRE, such as resident/core; phone and ID numbers in free text are masked."""
    write = answer_files.WRITERS.get(output.suffix.lower().removeprefix("."))
    if write is None:
        raise click.BadParameter("the file must end in .xlsx, .csv, .json or .sav", param_hint="-o")
    with deployment.reading() as session:
        with naming.questionnaire(session, questionnaire):
            codes = answer_table.codes_of(session, questionnaire, language, say=translated(language), with_sheets=True)
        with naming.writable(output), output.open("wb") as file:
            write(
                file,
                codes,
                answer_table.rows(
                    session,
                    questionnaire,
                    codes,
                    deployment.settings.timezone,
                    as_written=False,
                    hidden=sealing.unreleased(),
                ),
            )
    click.echo(f"Wrote {output}.")


COMMANDS = (export_answers,)
