"""The timeline in words: what its marks are called, and the same on paper."""

from collections.abc import Iterator
from io import BytesIO

from flask import Flask, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.printing import gantt, look
from survey.printing.gantt import Bar, Mark, Paper
from survey.register import district
from survey.register.schedule import STEP_WORDS, Lane, Schedule, Step
from survey.web.filters import day
from survey.web.transaction import db
from survey.web.words import word


def step_words(step: Step) -> str:
    """A milestone in one line: its name, its day and how it stands."""
    return f"{step.name} · {day(step.on)} · {gettext(STEP_WORDS[step.state])}"


def reach_words(lane: Lane) -> str:
    """From when to when a project is planned."""
    begins, ends = lane.project.starts_on, lane.project.due_on
    return f"{day(begins) if begins else '?'} – {day(ends) if ends else '?'}"


def paper(schedule: Schedule, department: str = "") -> ResponseReturnValue:
    """The timeline as pages to print."""
    name = district.current(db()).name
    title = f"{department or name} · {gettext('Timeline')}"
    content = gantt.pdf(
        Paper(
            title=title,
            unit=f"{name} · {day(schedule.today)}",
            heading=gettext("Project"),
            ticks=[(schedule.place(tick), f"{tick:%Y-%m}") for tick in schedule.ticks],
            today=(schedule.place(schedule.today), gettext("Today")),
            bars=list(_bars(schedule)),
            legend=[(state.value, gettext(words)) for state, words in STEP_WORDS.items()],
        ),
        look.of(district.current(db())),
    )
    return send_file(BytesIO(content), "application/pdf", download_name=f"{title}.pdf")


def _bars(schedule: Schedule) -> Iterator[Bar]:
    for lane in schedule.lanes:
        marks = [Mark(schedule.place(step.on), step.state.value) for step in lane.steps]
        under = f"{lane.project.number} · {reach_words(lane)} · {word(lane.light)}"
        begins, ends = lane.begins, lane.ends
        reach = (schedule.place(begins), schedule.place(ends)) if begins and ends else None
        yield Bar(lane.project.name, under, lane.light.value, reach, marks)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(step_words=step_words, reach_words=reach_words)
    app.jinja_env.globals.update(step_states=STEP_WORDS)
