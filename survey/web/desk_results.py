"""What residents answered to a questionnaire: every question's distribution, and what people wrote."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import results
from survey.collect.answer_table import Codes, codes_of
from survey.collect.masking import mask
from survey.collect.results import Comment, Filter
from survey.collect.tables import Channel
from survey.people.tables import Role
from survey.questionnaires import versions
from survey.questionnaires.model import Question
from survey.questionnaires.tables import Audience, VersionState
from survey.register import projects
from survey.web import who
from survey.web.inputs import read_day
from survey.web.language import language
from survey.web.transaction import db, settings

blueprint = Blueprint("desk_results", __name__, url_prefix="/desk/questionnaires/<int:version_id>/results")


@blueprint.get("")
def page(version_id: int) -> ResponseReturnValue:
    """All versions of a questionnaire together or one of them, filtered by the address."""
    version = versions.of_id(db(), version_id)
    if version.audience is not Audience.RESIDENT:
        raise problems.NotFound()
    asked = [v for v in versions.of_questionnaire(db(), version.questionnaire) if v.state is not VersionState.DRAFT]
    wanted, codes = _filter(), codes_of(db(), version.questionnaire, language())
    by_version = results.submissions(db(), [v.id for v in asked], wanted, settings().timezone)
    only = next((each for each in asked if str(each.number) == request.args.get("version")), None)
    ids = [only.id] if only else [each.id for each in asked]
    counted = results.counts(db(), ids, wanted)
    open_ones = [name for name, question in codes.questions.items() if question.type == "text"]
    return render_template(
        "desk/results.html",
        version=version,
        wanted=wanted,
        by_version=[(each, by_version.get(each.id, 0)) for each in asked],
        only=only,
        n=sum(by_version.get(id_, 0) for id_ in ids),
        questions=[_bars(codes, name, counted) for name in codes.questions if _has_bars(codes, name)],
        comments=[_shown(comment) for comment in results.comments(db(), ids, open_ones, wanted, settings().timezone)],
        labels=codes.labels,
        not_shown=[codes.labels[n] for n, q in codes.questions.items() if _is_hidden(n, q)],
        categories=projects.categories(db()),
        departments=projects.departments(db()),
        channels=list(Channel),
    )


def _is_hidden(name: str, question: Question) -> bool:
    """Whether a question stands only in the table; of a repeat the first block tells of all."""
    block = name.partition(".")[2]
    return not question.choices and (block == "1" or (not block and question.type != "text"))


def _filter() -> Filter:
    """Read a filter from the address; what makes no sense is as if it were not there."""
    said = {name: request.args.get(name, "").replace("\0", "").strip()[:200] for name in Filter.__dataclass_fields__}
    return Filter(
        project=said["project"],
        department=said["department"],
        category=said["category"],
        channel=Channel(said["channel"]) if said["channel"] in list(Channel) else None,
        first_on=read_day(said["first_on"]),
        last_on=read_day(said["last_on"]),
    )


def _has_bars(codes: Codes, name: str) -> bool:
    """Whether a question has options; of a repeat the first block stands for all."""
    return bool(codes.questions[name].choices) and name.partition(".")[2] in ("", "1")


def _bars(codes: Codes, name: str, counted: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """One question's options with their counts and shares, and how many answered it.

    Of a question with several answers nobody can say how many people answered; its shares are of all choices made.
    """
    question = codes.questions[name]
    counts = counted.get(question.name, {})
    n = sum(counts.get(option, 0) for option in codes.options[name])
    graded = any(choice.points is not None for choice in question.choices)
    bars = [
        {
            "words": words,
            "count": counts.get(option, 0),
            "percent": 100 * counts.get(option, 0) / n if n else None,
            "grade": option if graded and option in "12345" else "",
        }
        for option, words in codes.options[name].items()
    ]
    label = codes.labels[name] if name == question.name else codes.labels[name].rpartition(" (")[0]
    return {"label": label, "n": n, "bars": bars, "type": question.type}


def _shown(comment: Comment) -> tuple[Comment, str]:
    """A comment and its text, masked for all but the privacy officer."""
    as_written = who.staff().role is Role.PRIVACY_OFFICER
    return comment, comment.text if as_written else mask(comment.text)
