"""The commands of `survey`: one module per noun, each adding its commands to the group here.

Exit status: 0 done, 1 refused with a sentence, 2 wrong usage.
"""

import sys

import click

from survey import __version__
from survey.cli.context import Deployment
from survey.problems import Problem
from survey.settings import from_environment


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="survey")
@click.pass_context
def survey(context: click.Context) -> None:
    """Fivelists (五张清单): field survey and scoring for a district's practical public projects."""
    try:
        context.obj = Deployment(from_environment())
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def main() -> None:
    """Run the command line; a known refusal is one sentence on stderr and exit status 1."""
    from survey.cli import (
        answers,
        daily,
        demo,
        departments,
        deputies,
        draw,
        forms,
        people,
        print_jobs,
        printing,
        register,
        scorecards,
        serving,
        spreadsheets,
        status,
    )

    for module in (
        answers,
        daily,
        demo,
        departments,
        deputies,
        draw,
        forms,
        people,
        print_jobs,
        printing,
        register,
        scorecards,
        serving,
        spreadsheets,
        status,
    ):
        for command in module.COMMANDS:
            survey.add_command(command)
    try:
        survey()
    except Problem as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
