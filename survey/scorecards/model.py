"""A project's scorecard as pages, files and publications see it: frozen, plain values, the same as JSON.

None means "not shown": there is no such figure, or publishing it would tell too much about a few people. Means of
residents' answers are on 1–5, deputies' marks and differences on 0–100, shares in percent.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from survey.questionnaires.model import Texts
from survey.scorecards.model_around import Around
from survey.scorecards.suppression import Level


@dataclass(frozen=True)
class Promise:
    """What was promised, by whom and until when, and where it stands."""

    target: str
    department: str
    category: str
    state: str
    starts_on: str | None
    due_on: str | None
    cancelled_on: str | None = None
    """The day on which the project was given up."""
    cancel_reason: str = ""
    """Why, as everybody may read it."""


@dataclass(frozen=True)
class Option:
    """How many chose one option."""

    option: str
    label: Texts
    count: int | None
    percent: float | None


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval, in percent, and the two numbers behind it."""

    count: int
    n: int
    percent: float
    low: float
    high: float


@dataclass(frozen=True)
class Question:
    """One further question; `satisfied` is the share of the two best grades where the options are grades.

    Where `several` options may be chosen, n is None: tallies do not say how many people chose.
    """

    question: str
    label: Texts
    several: bool
    n: int | None
    options: tuple[Option, ...]
    satisfied: Share | None


@dataclass(frozen=True)
class ChannelShare:
    """How many answered through one channel, and how many of them are satisfied."""

    channel: str
    n: int
    satisfied: Share | None


@dataclass(frozen=True)
class Satisfaction:
    """The cautious mean with interval, and what it was made of: plain mean, own weight, k pretend answers at m.

    `tau2` and `variance_m` are the variances between projects and of m, from which the interval is computed.
    `label` compares with the district: above, about, below or too_few; `band` is excellent, good, fair or poor.
    """

    mean: float
    low: float
    high: float
    raw: float | None
    weight: float
    k: float | None
    m: float
    tau2: float
    variance_m: float
    basis: str
    label: str
    band: str | None


@dataclass(frozen=True)
class Residents:
    """What residents say; `n` leaves out those who do not know the project, `unknown` counts them."""

    n: int | None
    level: Level
    unknown: int | None
    satisfaction: Satisfaction | None
    satisfied: Share | None
    grades: tuple[Option, ...]
    channels: tuple[ChannelShare, ...]
    questions: tuple[Question, ...]
    improve: tuple[Option, ...]
    adjusted: float | None = None
    """The plain mean less what the project's mix of channels adds; None where that cannot be measured."""


@dataclass(frozen=True)
class Marks:
    """Deputies' marks: sheets, different deputies, days on which somebody came; plain mean with interval."""

    n: int
    deputies: int
    occasions: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Leniency:
    """How much kinder than colleagues at the same places a deputy scores, from how many sheets; for the office only.

    A bridge is a deputy without whom the district would fall into groups that cannot be compared.
    """

    deputy: str
    sheets: int
    leniency: float
    is_bridge: bool


@dataclass(frozen=True)
class Apart:
    """The arithmetic as if every deputy had come on a day of their own: what a calculator checks first."""

    sigma2: float | None
    se: float | None
    tau2: float
    m: float
    cautious: float


@dataclass(frozen=True)
class Fair:
    """Deputies' mean once it is taken off how strictly each scores and what being expected adds.

    mean = raw − strictness − notice, kept within 0…100. `best` to `worst` of `among` is its place; `groups` is how
    many groups of projects cannot be compared. k, delta, m and tau2 are the district's; `between` and `within` are the
    variances between days and within one, measured or assumed. `cautious` is for ordering only.
    """

    mean: float
    low: float | None
    high: float | None
    raw: float
    strictness: float
    notice: float
    se: float | None
    cautious: float | None
    label: str
    best: int | None
    worst: int | None
    among: int
    groups: int
    basis: str
    k: float
    delta: float
    m: float
    tau2: float
    between: float | None
    within: float | None
    days_measured: bool
    apart: Apart | None
    deputies: tuple[Leniency, ...]


@dataclass(frozen=True)
class Deputies:
    """What deputies saw, expected and unexpected. `gap` is announced − unannounced, `gap_known` whether it is real.

    `alike` counts the district's projects with nothing but full marks when this is one of them, else it is None.
    """

    every: Marks
    announced: Marks
    unannounced: Marks
    gap: float | None
    gap_known: bool
    full_count: int | None
    alike: int | None
    band: str | None
    fair: Fair | None = None


@dataclass(frozen=True)
class Difference:
    """Deputies − residents on 0–100; `known` when it is larger than both intervals together allow by chance."""

    gap: float
    known: bool


@dataclass(frozen=True)
class Doubt:
    """Answers that a rule finds suspect (`undecided`, they count) and answers that the office set aside (they do not).

    `mean` is the card's; `without` leaves both out, `with_all` counts both; None where nobody would be left.
    """

    undecided: int
    set_aside: int
    mean: float | None
    without: float | None
    with_all: float | None
    matters: bool


@dataclass(frozen=True)
class Part:
    """One component of an index on 0–100, and its weight in percent."""

    component: str
    value: float | None
    weight: int


@dataclass(frozen=True)
class Index:
    """The composite index, never without the range of values and places that other weights would give.

    None everywhere when a component that has weight is `missing`; `weak` components are below 60.
    """

    value: float | None
    low: float | None
    high: float | None
    place: int | None
    best: int | None
    worst: int | None
    among: int
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    weak: tuple[str, ...]
    decided_on: str
    reason: str


@dataclass(frozen=True)
class Card:
    """The scorecard of one project, at one moment; `raw` for the office, otherwise with small numbers hidden."""

    number: str
    name: str
    as_of: str
    raw: bool
    minimum: int
    promise: Promise
    residents: Residents
    deputies: Deputies
    difference: Difference | None
    warnings: tuple[str, ...]
    doubt: Doubt | None = None
    around: Around | None = None
    index: Index | None = None
    themes: dict[str, Any] | None = None
    """What residents wrote about, as somebody released it: `themes.public`."""


Document = dict[str, Any]


def to_document(card: Card) -> Document:
    """Turn a card into plain JSON values, so that a stored and a fresh card are the same thing."""
    document: Document = json.loads(json.dumps(asdict(card)))
    return document


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document's canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def residents_of(document: Mapping[str, Any]) -> Residents:
    """Read back the residents' part of a stored card."""
    parts = document["residents"]
    satisfaction = parts["satisfaction"]
    return Residents(
        n=parts["n"],
        level=Level(parts["level"]),
        unknown=parts["unknown"],
        satisfaction=Satisfaction(**satisfaction) if satisfaction else None,
        satisfied=_share(parts["satisfied"]),
        grades=_options(parts["grades"]),
        channels=tuple(ChannelShare(c["channel"], c["n"], _share(c["satisfied"])) for c in parts["channels"]),
        questions=tuple(
            Question(**{**q, "options": _options(q["options"]), "satisfied": _share(q["satisfied"])})
            for q in parts["questions"]
        ),
        improve=_options(parts["improve"]),
        adjusted=parts.get("adjusted"),
    )


def deputies_of(document: Mapping[str, Any]) -> Deputies:
    """Read back the deputies' part of a stored card."""
    parts = document["deputies"]
    marks = {name: Marks(**parts[name]) for name in ("every", "announced", "unannounced")}
    return Deputies(**{**parts, **marks, "fair": _fair(parts.get("fair"))})


def _fair(parts: Mapping[str, Any] | None) -> Fair | None:
    if parts is None:
        return None
    apart = Apart(**parts["apart"]) if parts["apart"] else None
    return Fair(**{**parts, "apart": apart, "deputies": tuple(Leniency(**part) for part in parts["deputies"])})


def _share(parts: Mapping[str, Any] | None) -> Share | None:
    return Share(**parts) if parts else None


def _options(parts: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(**part) for part in parts)
