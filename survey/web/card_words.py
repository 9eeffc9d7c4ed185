"""The words of a scorecard: what its codes mean, and how its figures are written."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext

from survey.problems import N_
from survey.scorecards import explain, so_far
from survey.scorecards.explain import Said
from survey.scorecards.model import deputies_of, residents_of
from survey.web.language import language

WORDS = {
    "grade": {
        "5": N_("Very satisfied"),
        "4": N_("Satisfied"),
        "3": N_("Fairly satisfied"),
        "2": N_("Dissatisfied"),
        "1": N_("Very dissatisfied"),
    },
    "band": {"excellent": N_("Excellent"), "good": N_("Good"), "fair": N_("Fair"), "poor": N_("Poor")},
    "label": {
        "above": N_("Clearly above the district"),
        "about": N_("About the district's level"),
        "below": N_("Clearly below the district"),
        "too_few": N_("Too few answers to compare"),
    },
    "state": {
        "not_started": N_("Not started"),
        "under_way": N_("Under way"),
        "late": N_("Late"),
        "completed": N_("Completed"),
        "cancelled": N_("Cancelled"),
    },
    "channel": {
        "site": N_("At the site"),
        "event": N_("At an event"),
        "kiosk": N_("At a kiosk"),
        "paper": N_("On paper"),
        "interviewer": N_("With an interviewer"),
    },
    "figure": {
        "answers": N_("Answers"),
        "cautious_mean": N_("Cautious mean"),
        "satisfied": N_("Satisfied, in percent"),
        "announced_sheets": N_("Sheets of announced visits"),
        "unannounced_sheets": N_("Sheets of unannounced visits"),
        "announced": N_("Deputies, announced"),
        "unannounced": N_("Deputies, unannounced"),
        "fair": N_("Deputies, fair score"),
        "milestones_done": N_("Milestones done"),
        "findings_fixed": N_("Findings fixed"),
        "set_aside": N_("Answers set aside"),
        "target": N_("Target"),
        "due": N_("Due"),
        "state": N_("State"),
    },
    "component": {
        "residents": N_("Residents"),
        "deputies": N_("Deputies, fair score"),
        "milestones": N_("Milestones in time"),
        "findings": N_("Findings fixed"),
    },
    "question": {"aware": N_("Know of the project"), "benefited": N_("Benefited from it")},
    "warning": {
        "too_few": N_("Few residents have answered so far; the figures may still move."),
        "one_occasion": N_("Deputies came on one day only and saw the project in one state."),
        "groups_not_comparable": N_("No deputy links all projects, so this one cannot be compared with some others."),
        "all_full_marks": N_("Every deputy gave full marks, so the project cannot be told apart from others like it."),
        "depends_on_flagged": N_("The residents' figures depend on answers that are flagged and not yet decided."),
        "one_channel": N_("All answers came the same way; people who answer otherwise may think otherwise."),
        "self_far_above": N_("The department's own marks are far above what deputies saw."),
        "component_missing": N_("One side is missing: residents or deputies have not been heard yet."),
    },
}


def word(kind: str, code: str) -> str:
    """The word for a code in the language of the page; the code itself where there is none."""
    known = WORDS[kind].get(code)
    return str(gettext(known)) if known else code


def words_of(kind: str, codes: Iterable[str]) -> str:
    """Several words in a row."""
    return str(gettext(", ")).join(word(kind, code) for code in codes)


def say(texts: Mapping[str, str], fallback: str = "") -> str:
    """Pick a questionnaire's text in the language of the page, else 中文, else whatever there is."""
    return texts.get(language()) or texts.get("zh") or next(iter(texts.values()), fallback)


def figure(value: float | None, digits: int = 1) -> str:
    """Write a number with at most so many decimals and a true minus; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits and "." in text and digits > 1 else text
    return text.replace("-", "−")


def signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign; what rounds to nothing has none."""
    rounded = round(value, digits)
    return f"+{figure(value, digits)}" if rounded > 0 else figure(value if rounded else 0.0, digits)


def changed_value(figure_name: str, value: float | str | None) -> str:
    """A figure as an edition says how it changed."""
    if isinstance(value, str):
        return word("state", value) if figure_name == "state" else value
    return figure(value, 0 if isinstance(value, int) else 1)


def points(mean: float) -> float:
    """Move residents' mean from 1–5 to 0–100, the axis they share with deputies."""
    return (mean - 1) / 4 * 100


def spoken(said: Iterable[Said]) -> list[str]:
    """Sentences of the method in the language of the page."""
    return [str(gettext(sentence, **values)) for sentence, values in said]


def why_residents(card: Mapping[str, Any]) -> list[str]:
    """Why residents' mean is what it is."""
    found = residents_of(card)
    return spoken([*explain.share(found), *explain.residents(found)])


def why_deputies(card: Mapping[str, Any]) -> list[str]:
    """Why deputies' fair score is what it is; nothing where none is shown."""
    found = deputies_of(card).fair
    return spoken(explain.fair(found)) if found else []


def why_marks(card: Mapping[str, Any]) -> list[str]:
    """Why the means of the two kinds of visit are what they are."""
    return spoken(explain.marks(deputies_of(card)))


def why_index(card: Mapping[str, Any]) -> list[str]:
    """Why the index is what it is; nothing where there is none."""
    found = card["index"]
    if found["value"] is None:
        return []
    return spoken(explain.index([(part["value"], part["weight"]) for part in found["parts"]], found["value"]))


def why_around(name: str, found: Mapping[str, Any]) -> list[str]:
    """Why the counts of `steps` or `fixes`, or the gap to the department's `own` mark, are what they are."""
    return spoken({"steps": explain.steps, "fixes": explain.fixes, "own": explain.own}[name](found))


def why_views(card: Mapping[str, Any]) -> list[str]:
    """How the differences between the views came about."""
    return spoken(explain.differences(residents_of(card), deputies_of(card)))


def grade_bars(options: Iterable[dict[str, Any] | so_far.Option]) -> list[dict[str, Any]]:
    """Bars of overall satisfaction, each in its grade's colour and words."""
    rows = [asdict(bar) if isinstance(bar, so_far.Option) else bar for bar in options]
    return [bar | {"grade": bar["option"], "words": word("grade", bar["option"])} for bar in rows]


def question_bars(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bars of another question in the questionnaire's words; grades keep their colours."""
    graded = all(bar["option"] in WORDS["grade"] for bar in options)
    return grade_bars(options) if graded else [bar | {"grade": "", "words": say(bar["label"])} for bar in options]


def views(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The views on one axis: deputies' fair score with their plain mean, expected and unexpected visits, residents."""
    rows = []
    if fair := card["deputies"].get("fair"):
        ends = {key: fair[key] for key in ("mean", "low", "high", "raw")}
        rows.append(
            {"words": gettext("Deputies, fair score"), "kind": "fair", "n": card["deputies"]["every"]["n"]} | ends
        )
    for kind, words in (("announced", N_("Deputies, announced")), ("unannounced", N_("Deputies, unannounced"))):
        marks = card["deputies"][kind]
        if marks["mean"] is not None:
            rows.append({"words": gettext(words), "kind": kind} | {k: marks[k] for k in ("n", "mean", "low", "high")})
    own = (card.get("around") or {}).get("own")
    if own:
        marks = {"n": 1, "mean": own["score"], "low": None, "high": None}
        rows.append({"words": gettext("Self-evaluation, no weight"), "kind": "own"} | marks)
    found = card["residents"]["satisfaction"]
    if found:
        ends = {key: points(found[key]) for key in ("mean", "low", "high")}
        rows.append({"words": gettext("Residents"), "kind": "residents", "n": card["residents"]["n"]} | ends)
    return rows


def register(state: BlueprintSetupState) -> None:
    """Give the words to all templates, once the public's pages are registered."""
    state.app.jinja_env.globals.update(
        word=word,
        words_of=words_of,
        changed_value=changed_value,
        views=views,
        why_residents=why_residents,
        why_deputies=why_deputies,
        why_marks=why_marks,
        why_index=why_index,
        why_around=why_around,
        why_views=why_views,
    )
    state.app.jinja_env.filters.update(
        say=say, figure=figure, signed=signed, points=points, grade_bars=grade_bars, question_bars=question_bars
    )
