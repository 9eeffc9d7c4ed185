"""survey posters: the command as a shell sees it."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import AuditEntry
from survey.register import codes
from survey.register.tables import Site
from tests import paper, shell
from tests.conftest import Clock
from tests.shipped import publish_shipped


@pytest.fixture
def survey(database_url: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Run a command of `survey` on the test's database."""
    given = {"SURVEY_DATA": str(tmp_path), "DATABASE_URL": database_url, "SURVEY_URL": "https://wuzhang.gov.cn"}

    return partial(shell.survey, settings=given)


def test_posters_are_written(survey, session: Session, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = survey("posters", "-o", str(tmp_path / "all.pdf"))
    assert (done.returncode, "100 %" in done.stderr) == (0, True), done.stderr
    (page,) = paper.pages((tmp_path / "all.pdf").read_bytes())
    code = codes.living(session, site)
    assert code is not None
    assert paper.codes(page) == [f"https://wuzhang.gov.cn/S/{code.code}"]
    assert session.scalars(select(AuditEntry.act)).all() == ["posters_printed"]


def test_characters_that_the_font_lacks_are_told(survey, session: Session, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    site.name = "𠀃食堂"
    session.commit()
    assert "𠀃" in survey("posters", "-o", str(tmp_path / "all.pdf")).stderr


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--layout", "a9"), 2, "'a9' is not one of 'a4', 'a3'"),
        (("--distance", "5"), 1, "must be"),
        (("--layout", "stickers", "--right", "11"), 1, "at most 10 mm"),
        (("--replaced",), 1, "nothing to print"),
        (("--project", "XX-9"), 1, "no project with the number XX-9"),
    ],
)
def test_refusals_are_a_sentence(survey, site: Site, tmp_path: Path, words, status: int, sentence: str) -> None:  # type: ignore[no-untyped-def]
    done = survey("posters", "-o", str(tmp_path / "all.pdf"), *words)
    assert done.returncode == status
    assert sentence in done.stderr
    assert not (tmp_path / "all.pdf").exists()


def test_a_folder_that_is_not_there_is_told(survey, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = survey("posters", "-o", str(tmp_path / "missing" / "all.pdf"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


UNKNOWN = (
    ("scorecard SS-1", "We know no project with the number SS-1. See `survey sites`."),
    ("pass RD99", "We know no deputy with the number RD99. See `survey deputies`."),
    ("draw --verify ABC", "We know no draw ABC. See `survey draw --list`."),
    ("print-job 99", "We know no printing 99. The desk starts them, on its page Print."),
    ("retire-form nope", "We know no questionnaire nope. Asked now: community/community, "),
    ("paper nope -o x.pdf", "We know no questionnaire nope. Asked now: community/community, "),
    ("export-answers nope -o x.csv", "We know no questionnaire of residents nope. Asked now: "),
    ("export-answers resident/core -o missing/x.csv", "cannot be written"),
    ("export -o missing/x.xlsx", "cannot be written"),
    ("lists duty --department 无此局 -o x.pdf", "We know no department 无此局."),
)


@pytest.mark.sqlite
def test_a_shell_is_told_what_it_named_and_where_to_look(  # type: ignore[no-untyped-def]
    survey, session: Session, site: Site, clock: Clock
) -> None:
    publish_shipped(session, clock())
    session.commit()
    for words, sentence in UNKNOWN:
        done = survey(*words.split())
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert sentence in done.stderr
    assert "xx is not one of zh, en" in survey(*["paper", "resident/core", "--language", "xx", "-o", "x.pdf"]).stderr
    assert survey("audit", "--act", "nope").stderr == "The log holds nothing that fits.\n"
