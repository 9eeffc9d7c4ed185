"""A scorecard worded for print, by the same sentences as the page; the command line brings its own translation."""

from collections.abc import Callable, Mapping
from typing import Any

from survey.printing.scorecards import Bar, Bars, Figure, Page, Section, View
from survey.printing.typesetting import one_line
from survey.problems import N_
from survey.scorecards import explain
from survey.scorecards.explain import Said
from survey.scorecards.model import deputies_of, residents_of
from survey.web.card_words import WORDS, figure, points, signed

Say = Callable[..., str]
"""gettext: a sentence, and the values of its places by name."""
Card = Mapping[str, Any]

LONGEST_REASON = 70
QUESTIONS, OPTIONS = 8, 7
"""Questions, and options of one, that fit on the second page; two fewer beside media, and two beside an index."""


def page(card: Card, _: Say, language: str) -> Page:
    """Word a whole card."""
    residents = card["residents"]
    single = [asked for asked in residents["questions"] if not asked["several"]]
    fitted = residents["satisfaction"]
    n = residents["n"]
    around, more = [*_around(card, _), *_themes(card, _)], [*_since(card, _), *_index(card, _)]
    return Page(
        number=one_line(card["number"]),
        name=one_line(card["name"]),
        under=one_line(f"{card['number']} · {card['promise']['department']} · {card['as_of'][:10]}"),
        notice=_given_up(card, _),
        figures=[*_residents(card, _), *_deputies(card, _)],
        verdict=_word(_, "label", fitted["label"]) if fitted else "",
        overall=Bars(
            f"{_('Overall satisfaction')} (n {n})",
            [_bar(option, _word(_, "grade", option["option"]), _) for option in residents["grades"]],
        ),
        views_heading=_("Where the views differ"),
        views=_views(card, _),
        district=points(fitted["m"]) if fitted and fitted["basis"] != "default" else None,
        before=_on_top(card, _),
        sections=[*_reasons(card, _), *more, *around],
        questions_heading=_("What residents say"),
        questions=[_question(asked, _, language) for asked in single[: QUESTIONS - 2 * (bool(around) + bool(more))]],
        foot=foot(card, _),
    )


def _given_up(card: Card, _: Say) -> str:
    """That the project was cancelled, when and why, in two lines at most."""
    promise = card["promise"]
    if not promise.get("cancelled_on"):
        return ""
    said = _("This project was cancelled on %(day)s.", day=promise["cancelled_on"])
    return one_line(f"{said} {shortened(promise['cancel_reason'])}")


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST_REASON else f"{words[:LONGEST_REASON]}…"


def _word(_: Say, kind: str, code: str) -> str:
    return _(WORDS[kind][code]) if code in WORDS[kind] else code


def _range(_: Say, parts: Mapping[str, Any], digits: int) -> list[str]:
    if parts["low"] is None:
        return []
    low, high = figure(parts["low"], digits), figure(parts["high"], digits)
    return [_("probably between %(low)s and %(high)s", low=low, high=high)]


def _residents(card: Card, _: Say) -> list[Figure]:
    parts = card["residents"]
    found = parts["satisfaction"]
    if found is None or (parts["level"] == "few" and not card["raw"]):
        words = _("No answers yet") if parts["level"] == "none" else _("Fewer than 5 answers")
        return [Figure(_("Residents"), "–", "", [words])]
    count = _("%(count)s answers", count=parts["n"])
    return [Figure(_("Residents"), figure(found["mean"]), _("of 5"), [*_range(_, found, 1), count])]


def _deputies(card: Card, _: Say) -> list[Figure]:
    parts, found = card["deputies"], []
    if fair := parts.get("fair"):
        plain = _("plain mean %(raw)s", raw=figure(fair["raw"]))
        lines = [*_range(_, fair, 0), plain]
        found.append(Figure(_("Deputies, fair score"), figure(fair["mean"]), _("of 100"), lines))
    for kind, words in (("announced", _("Deputies, announced")), ("unannounced", _("Deputies, unannounced"))):
        marks = parts[kind]
        if not marks["n"]:
            found.append(Figure(words, "–", "", [_("Not visited")]))
            continue
        count = _("Sheets: %(count)s, days: %(days)s", count=marks["n"], days=marks["occasions"])
        if marks["mean"] is None:
            found.append(Figure(words, "–", "", [_("Too few to show"), count]))
        else:
            found.append(Figure(words, figure(marks["mean"]), _("of 100"), [*_range(_, marks, 0), count]))
    return found


def _bar(option: Mapping[str, Any], words: str, _: Say) -> Bar:
    if option["count"] is None:
        return Bar(words, None, _("hidden"))
    share = "" if option["percent"] is None else f" · {round(option['percent'])} %"
    return Bar(one_line(words), option["percent"] or 0.0, f"{option['count']}{share}")


def _question(asked: Mapping[str, Any], _: Say, language: str) -> Bars:
    graded = all(option["option"] in WORDS["grade"] for option in asked["options"])
    known = WORDS["question"].get(asked["question"])
    heading = _(known) if known else _text(asked["label"], language)
    return Bars(
        f"{one_line(heading)} (n {asked['n']})",
        [
            _bar(option, _word(_, "grade", option["option"]) if graded else _text(option["label"], language), _)
            for option in asked["options"][:OPTIONS]
        ],
    )


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("zh") or next(iter(texts.values()), "")


def _views(card: Card, _: Say) -> list[View]:
    found = []
    if fair := card["deputies"].get("fair"):
        found.append(_view(_("Deputies, fair score"), fair, card["deputies"]["every"]["n"], fair["raw"]))
    for kind, words in (("announced", _("Deputies, announced")), ("unannounced", _("Deputies, unannounced"))):
        marks = card["deputies"][kind]
        if marks["mean"] is not None:
            found.append(_view(words, marks, marks["n"], None))
    if made := card["residents"]["satisfaction"]:
        ends = {name: points(made[name]) for name in ("mean", "low", "high")}
        found.append(_view(_("Residents"), ends, card["residents"]["n"], None))
    return found


def _view(words: str, parts: Mapping[str, Any], n: int, raw: float | None) -> View:
    reach = "" if parts["low"] is None else f" ({figure(parts['low'], 0)}–{figure(parts['high'], 0)})"
    return View(words, f"{figure(parts['mean'], 0)}{reach} · n {n}", parts["mean"], parts["low"], parts["high"], raw)


def _spoken(_: Say, said: list[Said]) -> list[str]:
    return [_(sentence, **values) for sentence, values in said]


def _on_top(card: Card, _: Say) -> list[Section]:
    promise = card["promise"]
    steps = (card.get("around") or {}).get("steps")
    done = [
        f"{_('Target')}: {one_line(promise['target']) or '–'}",
        f"{_('Due')}: {promise['due_on'] or '–'} · {_('State')}: {_word(_, 'state', promise['state'])}",
    ]
    if steps and steps["every"]:
        told = N_("%(done)s of %(all)s milestones are done, %(in_time)s of them in time.")
        done.append(_(told, done=steps["done"], all=steps["every"], in_time=steps["in_time"]))
    sure = [_word(_, "warning", warning) for warning in card["warnings"]]
    sure.append(_("People chose to answer; this shows what those who answered think."))
    return [Section(_("What was promised, and is it done?"), done), Section(_("How sure are we?"), sure)]


def _reasons(card: Card, _: Say) -> list[Section]:
    why, found = _("Why this number?"), []
    if said := _spoken(_, explain.residents(residents_of(card))):
        found.append(Section(f"{_('Residents')}: {why}", said))
    if (fair := deputies_of(card).fair) is not None:
        found.append(Section(f"{_('Deputies, fair score')}: {why}", _spoken(_, explain.fair(fair))))
    return found


def _around(card: Card, _: Say) -> list[Section]:
    """Findings, media and the self-evaluation, a line each."""
    around, said = card.get("around") or {}, []
    if around and (found := around["findings"])["raised"]:
        fixed = N_(
            "%(fixed)s of %(all)s findings that went to a department are fixed. "
            "Fixed means: whoever raised it confirmed it."
        )
        said.append(_(fixed, fixed=found["fixed"], all=found["dispatched"]))
    if around and (media := around["media"])["reports"]:
        wrote = N_("%(count)s reports: %(praise)s praise, %(critical)s critical. Praise earns no points.")
        said.append(_(wrote, count=media["reports"], praise=media["praise"], critical=media["critical"]))
    if around and (own := around["own"]) is not None:
        marked = N_("The department gave itself %(score)s of 100 in %(month)s; that has no weight.")
        said.append(_(marked, score=figure(own["score"]), month=own["month"]))
    return [Section(_("Findings, media and self-evaluation"), said)] if said else []


def _themes(card: Card, _: Say) -> list[Section]:
    """What residents wrote about most, as it was released."""
    found = card.get("themes")
    if not found:
        return []
    told = [f"{theme['theme'] or _('Something else')} {theme['n']}" for theme in found["themes"]]
    wrote = _(
        N_("%(count)s people wrote something. A comment may speak of several things."),
        count=found["n"],
    )
    return [Section(_("What people wrote about"), [wrote, " · ".join(map(one_line, told))])]


def _since(card: Card, _: Say) -> list[Section]:
    """What has changed since the period before."""
    told, said = card.get("since") or {}, []
    share = N_(
        "Satisfied residents: %(before)s %% → %(after)s %% (%(gap)s points, probably between %(low)s and %(high)s)."
    )
    fair = N_("Deputies' fair score: %(before)s → %(after)s (%(gap)s points, probably between %(low)s and %(high)s).")
    for name, sentence, digits in (("residents", share, 0), ("deputies", fair, 1)):
        if found := told.get(name):
            values = {key: figure(found[key], digits) for key in ("before", "after")}
            values |= {key: signed(found[key], digits) for key in ("gap", "low", "high")}
            sure = _("That is more than chance.") if found["is_real"] else _("That may be luck.")
            said.append(f"{_(sentence, **values)} {sure}")
    return [Section(_("What has changed since %(period)s?", period=told["period"]), said)] if said else []


def _index(card: Card, _: Say) -> list[Section]:
    """The index with its range, in two lines."""
    found = card.get("index")
    if not found:
        return []
    if found["value"] is None:
        gone = _(", ").join(_word(_, "component", part) for part in found["missing"])
        none = N_(
            "No index: %(parts)s missing. Leaving a part out would move the place of the project without anybody "
            "seeing why."
        )
        return [Section(_("Index of all parts together"), [_(none, parts=gone)])]
    told = N_(
        "Index %(value)s of 100. With other weights it would lie between %(low)s and %(high)s, and the place between "
        "%(best)s and %(worst)s of %(among)s."
    )
    ends = {name: figure(found[name]) for name in ("value", "low", "high")}
    weights = " · ".join(
        f"{_word(_, 'component', part['component'])} {figure(part['value'])} × {part['weight']} %"
        for part in found["parts"]
    )
    places = {name: found[name] for name in ("best", "worst", "among")}
    return [Section(_("Index of all parts together"), [_(told, **ends, **places), weights])]


def foot(card: Card, _: Say) -> str:
    """Where a card's figures come from."""
    if "edition" not in card:
        return _("As it stood on %(day)s, not published.", day=card["as_of"][:16].replace("T", " "))
    return _("%(period)s, edition %(edition)s, published on %(day)s.",
             period=card["period"], edition=card["edition"], day=card["as_of"][:10])  # fmt: skip
