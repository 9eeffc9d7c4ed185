"""Whatever the register holds, its export says so, and importing the export changes nothing."""

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.database import writer
from survey.register import codes
from survey.register.spreadsheet import export
from survey.register.spreadsheet.cells import ERRORS
from survey.register.tables import Category, Department, Project, ProjectState, Site
from tests.spreadsheets import counts, look

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="、;；\u3000\xa0"),
    min_size=1,
    max_size=12,
).map(str.strip).filter(lambda word: word and word not in ERRORS)  # fmt: skip
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def registers(draw: st.DrawFn) -> list[dict[str, object]]:
    """Up to five projects of up to three sites, with any words in any column."""
    number = draw(st.integers(1, 5))
    return [
        {
            "number": f"SS-{place:03}",
            "columns": {
                "name": draw(WORDS),
                "target": draw(WORDS | st.just("")),
                "sponsor": draw(WORDS | st.just("")),
                "starts_on": draw(DAYS),
                "state": draw(st.sampled_from(ProjectState)),
            },
            "sites": draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)),
        }
        for place in range(number)
    ]


def _store(session: Session, register: list[dict[str, object]]) -> None:
    category, department = Category(name="养老服务"), Department(name="区民政局")
    for one in register:
        project = Project(
            number=one["number"],
            category=category,
            department=department,
            created_at=NOW,
            changed_at=NOW,
            **one["columns"],  # type: ignore[arg-type]
        )
        for position, name in enumerate(one["sites"]):  # type: ignore[arg-type, var-annotated]
            codes.issue(session, Site(project=project, name=name, position=position), NOW)
        session.add(project)
    session.flush()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(registers())
def test_an_export_imports_as_unchanged(engine: Engine, register: list[dict[str, object]]) -> None:
    with writer(engine) as session:
        _store(session, register)
        made = look(session, export.workbook(session))
        said = [(line.verdict, [str(change) for change in line.changes], line.row) for line in made.lines]
        assert counts(made) == (0, 0, len(register), 0), said
        session.rollback()
