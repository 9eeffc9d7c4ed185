"""Scores worked out by hand."""

import pytest

from survey.questionnaires.scoring import score_of
from survey.questionnaires.xlsform import read

SHEET = read(
    """
| survey |              |        |       |                      |                  |               |
|        | type         | name   | label | parameters           | score            | relevant      |
|        | range        | target | 目标  | start=0 end=20       | weight=20 na     |               |
|        | range        | time   | 进度  | start=0 end=10       | weight=30 na     |               |
|        | select_one g | looks  | 观感  |                      | weight=50        |               |
|        | text         | remark | 备注  |                      |                  |               |
|        | range        | fixed  | 整改  | start=0 end=5        | weight=100       | ${target} = 1 |
| choices |             |        |       |        |
|        | list_name    | name   | label | points |
|        | g            | good   | 好    | 100    |
|        | g            | fair   | 中    | 60     |
|        | g            | na     | 不知道 |       |
""".encode(),
    ".md",
    "deputy/tiny",
)


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        # (20 · 20/20 + 30 · 10/10 + 50 · 100/100) / 100
        ({"target": 20, "time": 10, "looks": "good"}, 100.0),
        # (20 · 10/20 + 30 · 5/10 + 50 · 60/100) / 100 = (10 + 15 + 30) / 100
        ({"target": 10, "time": 5, "looks": "fair"}, 55.0),
        ({"target": 0, "time": 0, "looks": "fair"}, 30.0),
        # time leaves the sheet: (10 + 30) / 70
        ({"target": 10, "time": "na", "looks": "fair"}, pytest.approx(57.142857)),
        # looks leaves the sheet: (10 + 15) / 50
        ({"target": 10, "time": 5, "looks": "na"}, 50.0),
        # 80 of 100 answered: (15 + 30) / 80
        ({"time": 5, "looks": "fair"}, 56.25),
        # 50 of 70 answered, 5/7 ≥ 2/3: 30 / 50
        ({"time": "na", "looks": "fair"}, 60.0),
        # 50 of 100 answered
        ({"looks": "good"}, None),
        ({"target": 20, "time": 10}, None),
        # 20 of 50 answered
        ({"target": 20, "looks": "na"}, None),
        ({"target": "na", "time": "na", "looks": "na"}, None),
        ({}, None),
        ({"remark": "x"}, None),
        # fixed is asked when target is 1: (20 · 1/20 + 30 · 1 + 50 · 1 + 100 · 2/5) / 200
        ({"target": 1, "time": 10, "looks": "good", "fixed": 2}, 60.5),
        # 100 of 200 answered once fixed is asked
        ({"target": 1, "time": 10, "looks": "good"}, None),
    ],
)
def test_a_sheet_has_its_score(answers: dict[str, object], score: float | None) -> None:
    assert score_of(SHEET, answers) == score


def test_two_thirds_of_the_weight_are_enough() -> None:
    from dataclasses import replace

    section = SHEET.sections[0]
    thirds = [
        replace(question, score=replace(question.score, weight=1.0))
        for question in section.questions
        if question.score and question.name != "fixed"
    ]
    sheet = replace(SHEET, sections=(replace(section, questions=tuple(thirds)),))
    assert score_of(sheet, {"target": 20, "time": 10}) == 100.0
    assert score_of(sheet, {"target": 20}) is None
