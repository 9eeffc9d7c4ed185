"""The questionnaires that ship: each can be read, every grade of each can be sent, and each category finds its own."""

import pytest

from survey.questionnaires import answers, catalogue, scoring, versions
from survey.questionnaires.kinds import SELECTS
from survey.questionnaires.model import Questionnaire, from_document, to_document
from survey.questionnaires.xlsform import read_file

LANGUAGES = ("zh", "en", "ja", "ko", "ru")
GRADES = {"5": "非常满意", "4": "满意", "3": "基本满意", "2": "不满意", "1": "非常不满意", "na": "不了解／没用过"}
FOLDERS = ("resident", "enterprise", "community", "hearing", "deputy")
SIGNS_A_SECOND = {"zh": 6.0, "ja": 8.0, "ko": 8.0, "en": 20.0, "ru": 18.0}
"""How fast grown-ups read silently, a fifth slower than what studies of reading find."""
TAP = 2.0
"""Seconds to find and tap an option."""
SHIPPED = {name: read_file(path, name) for name, path in versions.shipped()}
RESIDENT = {name: form for name, form in SHIPPED.items() if form.audience == "resident"}


COMMON = {question.name: question for question in RESIDENT["resident/core"].questions}


def named(forms: dict[str, Questionnaire]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("form", forms.values(), ids=forms)


def test_the_core_of_both_audiences_ships() -> None:
    assert {"resident/core", "deputy/core"} < set(SHIPPED)
    assert len(RESIDENT) > 10


@named(SHIPPED)
def test_a_questionnaire_survives_json(form: Questionnaire) -> None:
    import json

    assert from_document(json.loads(json.dumps(to_document(form)))) == form


@named(RESIDENT)
def test_residents_are_asked_at_most_ten_questions(form: Questionnaire) -> None:
    content = {"aware": "yes", "overall": "5"}
    assert len(list(answers.asked(form, content))) <= 10
    assert [question.name for question in form.questions if question.required] == ["overall"]


@named(RESIDENT)
def test_residents_read_every_word_in_their_language(form: Questionnaire) -> None:
    texts = [form.title, *(section.label for section in form.sections if section.name)]
    for question in form.questions:
        texts += [question.label, *(choice.label for choice in question.choices)]
        texts += [text for text in (question.hint, question.required_message, question.constraint_message) if text]
    assert form.languages == LANGUAGES
    assert [text for text in texts if set(text) != set(LANGUAGES)] == []


@named(RESIDENT)
@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_can_be_sent_and_counts(form: Questionnaire, grade: str) -> None:
    cleaned = answers.clean(form, {"overall": [grade]})
    assert cleaned == {"overall": grade}
    assert scoring.score_of(form, cleaned) == {"5": 100, "4": 80, "3": 60, "2": 40, "1": 20}.get(grade)


@named(SHIPPED)
def test_every_option_of_every_question_can_be_sent(form: Questionnaire) -> None:
    overall = {"overall": ["1"]} if form.audience == "resident" else marks(0)
    questions = [question for question in form.questions if question.type in SELECTS]
    assert questions
    for question in questions:
        for choice in question.choices:
            cleaned = answers.clean(form, overall | {question.name: [choice.name]})
            assert cleaned[question.name] in (choice.name, [choice.name])


@named(RESIDENT)
def test_grades_are_worded_and_worth_the_same_everywhere(form: Questionnaire) -> None:
    graded = [question for question in form.questions if "5" in {choice.name for choice in question.choices}]
    assert len(graded) >= 5
    for question in graded:
        assert {choice.name: choice.label["zh"] for choice in question.choices} == GRADES
        assert [choice.points for choice in question.choices] == [100, 80, 60, 40, 20, None]


@named(RESIDENT)
@pytest.mark.parametrize("grade", ["1", "2"])
def test_dissatisfaction_asks_why_and_opens_a_finding(form: Questionnaire, grade: str) -> None:
    from survey.questionnaires.evaluate import holds

    asked = {question.name: question for question in answers.asked(form, {"overall": grade})}
    assert {"why", "why_more"} < set(asked)
    assert holds(asked["overall"].opens_finding, {}, grade)
    assert not holds(asked["overall"].opens_finding, {}, "3")
    assert not holds(asked["overall"].opens_finding, {}, "na")


def test_no_category_has_two_questionnaires_for_one_group() -> None:
    places = [(category, form.beneficiary_group) for form in RESIDENT.values() for category in form.categories]
    assert len(places) == len(set(places)) > 30


def test_every_pack_has_its_editions() -> None:
    """The ten packs in three editions each; some packs have two questionnaires for residents."""
    folders = {name: {n.split("/")[1] for n in SHIPPED if n.startswith(f"{name}/")} for name in FOLDERS}
    packs = {"education", "medical", "employment", "government-hall", "petitions", "housing", "roads", "street-scene"}
    packs |= {"elderly-care", "community"}
    assert folders["community"] == packs
    assert folders["enterprise"] == packs | {"interview"}
    assert folders["resident"] >= packs | {"business", "greening"}
    assert (folders["hearing"], folders["deputy"]) == ({"core"}, {"core"})


@named(RESIDENT)
def test_what_is_said_everywhere_is_said_alike(form: Questionnaire) -> None:
    """One wording in all five languages of the lists and questions that stand in many questionnaires."""
    for question in form.questions:
        pattern = COMMON.get(question.name)
        if pattern is not None and question.name in ("why", "why_more", "improve"):
            assert question.label == pattern.label
        if pattern is not None and question.name in ("aware", "benefited", "overall", "why"):
            assert question.choices == pattern.choices
        if question.choices and question.choices[0].name == "5":
            assert question.choices == COMMON["overall"].choices


@named(RESIDENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_is_through_in_a_minute(form: Questionnaire, language: str) -> None:
    """Reading every word once and choosing an option of every closed question."""
    seconds = 0.0
    for question in answers.asked(form, {"aware": "yes", "overall": "5"}):
        if question.type != "text":
            options = "".join(form.say(choice.label, language) for choice in question.choices)
            words = form.say(question.label, language) + ("" if question.appearance == "likert" else options)
            seconds += len(words) / SIGNS_A_SECOND[language] + TAP
    assert seconds < 60


def test_sheets_that_are_chosen_are_never_asked_by_themselves() -> None:
    for name in ("hearing/core", "enterprise/interview"):
        for group in ("", "民营企业", "社区居民"):
            assert not catalogue.is_for(SHIPPED[name].beneficiary_group, group)


SHEET = {"target": 20, "schedule": 15, "quality": 20, "benefit": 20, "openness": 10, "upkeep": 10, "fixed": 5}


def marks(share: float, **other: str) -> dict[str, list[str]]:
    """A deputy's sheet with the same share of every item's marks."""
    given = {name: str(round(share * most)) for name, most in SHEET.items()}
    more = {"improve_first": "upkeep", "evidence": "看了三处，台账不全。"}
    return {name: [value] for name, value in (given | more | other).items()}


def test_the_deputies_sheet_has_100_marks() -> None:
    scored = {question.name: question.score for question in SHIPPED["deputy/core"].questions if question.score}
    assert {name: score.max for name, score in scored.items()} == SHEET
    assert sum(score.weight for score in scored.values()) == 100
    assert all(score.na for score in scored.values())


@pytest.mark.parametrize(
    ("changed", "asks"),
    [
        ({}, False),
        ({"target": "11"}, True),
        ({"target": "12"}, False),
        ({"fixed": "2"}, True),
        ({"fixed": "na"}, False),
        (dict.fromkeys(SHEET, "full"), True),
        (dict.fromkeys(SHEET, "full") | {"fixed": "na"}, True),
        (dict.fromkeys(SHEET, "full") | {"upkeep": "9"}, False),
    ],
)
def test_evidence_is_asked_for_low_marks_and_for_full_marks_only(changed: dict[str, str], asks: bool) -> None:
    given = {name: str(most) if changed.get(name) == "full" else changed.get(name, "") for name, most in SHEET.items()}
    fields = marks(0.8) | {name: [value] for name, value in given.items() if value}
    assert ("evidence" in answers.clean(SHIPPED["deputy/core"], fields)) == asks
