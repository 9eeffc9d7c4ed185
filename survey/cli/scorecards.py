"""scorecard: one project's figures on the terminal."""

import json
from dataclasses import asdict
from typing import Any

import click

from survey.cli import booklet, tallies
from survey.cli.context import Deployment
from survey.cli.naming import named
from survey.scorecards import cards, district, gaps
from survey.scorecards.district import Background
from survey.scorecards.model import Card, Marks, to_document


@click.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, unrounded and with small numbers.")
@click.pass_obj
def scorecard(deployment: Deployment, number: str, as_json: bool) -> None:
    """Print the scorecard of the project NUMBER as it stands now, with every number."""
    zone = deployment.settings.timezone
    with deployment.reading() as session:
        background = district.background(session, district.period_at(session, deployment.now, zone), zone)
        with named("project with the number", number, "See `survey sites`."):
            project = cards.find(session, number)
        card = cards.of_project(session, project, deployment.now, background)
    if as_json:
        whole = to_document(card) | {"district": _district(background)}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(lines(card)))


def _district(background: Background) -> dict[str, Any]:
    """What belongs to no single project: announced − unannounced within the same project and deputy."""
    found = gaps.expected(background.panel.sheets) if background.panel else None
    known = None if found is None else {**asdict(found), "low": found.low, "high": found.high}
    return {"announced_minus_unannounced": known}


def lines(card: Card) -> list[str]:
    """A card in a few lines of plain text."""
    found = card.residents.satisfaction
    text = [f"{card.number}  {card.name}", f"residents    n {card.residents.n}"]
    if found is not None:
        text[1] += f"  mean {found.mean:.2f} ({found.low:.2f} to {found.high:.2f}), plain {found.raw or 0:.2f}"
    if (fair := card.deputies.fair) is not None:
        sure = "" if fair.low is None or fair.high is None else f" ({fair.low:.1f} to {fair.high:.1f})"
        text.append(f"deputies     n {card.deputies.every.n}  fair {fair.mean:.1f}{sure}, plain {fair.raw:.1f}")
    text += [_line("announced", card.deputies.announced), _line("unannounced", card.deputies.unannounced)]
    return text + [f"warning      {warning}" for warning in card.warnings]


def _line(kind: str, marks: Marks) -> str:
    mean = "" if marks.mean is None else f"  mean {marks.mean:.1f} of 100 on {marks.occasions} days"
    return f"{kind:<13}n {marks.n}{mean}"


COMMANDS = (scorecard, booklet.scorecards, tallies.rebuild_tallies)
