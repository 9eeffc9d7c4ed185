"""Why a set of sheets was flagged, in a sentence with its own figures; translated where it is shown."""

from collections.abc import Mapping

from survey.problems import N_
from survey.scorecards.suspicion import Rule

SENTENCES: Mapping[Rule, str] = {
    Rule.IDENTICAL: N_(
        "%(run)s equal sheets in a row. A sheet that makes up %(percent)s %% of all is suspect from %(limit)s on."
    ),
    Rule.TOO_FAST: N_("%(count)s sheets were sent less than one second an answer after the page opened."),
    Rule.FAST: N_("%(count)s sheets took between one and two seconds an answer."),
    Rule.STRAIGHT: N_("%(count)s sheets give every question the same grade, and not the best."),
    Rule.SAME_TEXT: N_("%(count)s sheets from different phones hold the same text."),
    Rule.SAME_DEVICE: N_("One phone sent %(count)s sheets on one day; only the latest counts."),
    Rule.CHANNEL: N_("This way of answering averages %(mean)s, the others %(others)s; chance does not explain it."),
}
"""Places are filled with the figures of the flag."""

DIGITS = {"mean": 2, "others": 2}


def values(detail: Mapping[str, float | str]) -> dict[str, str]:
    """The figures of a flag as they are written in its sentence."""
    return {
        name: value if isinstance(value, str) else f"{value:.{DIGITS.get(name, 0)}f}" for name, value in detail.items()
    }
