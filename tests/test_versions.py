"""Published versions: numbered, never changed, found by category."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.questionnaires import catalogue, versions
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.questionnaires.xlsform import read
from tests.conftest import Clock

TINY = """
| survey   |      |         |       |
|          | type | name    | label |
|          | text | comment | 说两句 |
"""


def tiny(name: str = "resident/core", **changes: str) -> Questionnaire:
    return replace(read(TINY.encode(), ".md", name), **changes)  # type: ignore[arg-type]


def publish(session: Session, questionnaire: Questionnaire, clock: Clock) -> Version:
    clock.moment += timedelta(minutes=1)
    return versions.publish(session, questionnaire, "0" * 64, clock())


def test_the_shipped_questionnaires_are_published_once(session: Session, clock: Clock) -> None:
    first = versions.publish_shipped(session, clock())
    assert first == len(list(versions.shipped())) > 10
    assert versions.publish_shipped(session, clock()) == 0
    assert {version.number for version in session.scalars(select(Version))} == {1}


def test_the_same_content_is_the_same_version(session: Session, clock: Clock) -> None:
    assert publish(session, tiny(), clock) is publish(session, tiny(), clock)


def test_other_content_is_the_next_version_and_retires_the_first(session: Session, clock: Clock) -> None:
    first = publish(session, tiny(), clock)
    second = publish(session, tiny(title={"zh": "新的"}), clock)
    assert (first.state, second.state) == (VersionState.RETIRED, VersionState.PUBLISHED)
    assert second.stamp == "resident/core 2"
    assert catalogue.for_project(session, Audience.RESIDENT, "养老服务") is second


def test_a_retired_version_still_says_what_it_asked(session: Session, clock: Clock) -> None:
    first = publish(session, tiny(), clock)
    publish(session, tiny(title={"zh": "新的"}), clock)
    session.expire_all()
    assert catalogue.of_id(session, first.id) == (first, tiny())


def test_a_draft_or_unknown_version_is_refused(session: Session, clock: Clock) -> None:
    draft = publish(session, tiny(), clock)
    draft.state = VersionState.DRAFT
    for version_id in (draft.id, draft.id + 1000, 0):
        with pytest.raises(problems.UnknownQuestionnaire):
            catalogue.of_id(session, version_id)


def test_a_category_gets_its_own_else_the_core(session: Session, clock: Clock) -> None:
    elderly = publish(session, tiny("resident/elderly", category="养老服务、社会救助"), clock)
    core = publish(session, tiny(), clock)
    publish(session, tiny("deputy/core", audience="deputy"), clock)
    found = {
        name: catalogue.for_project(session, Audience.RESIDENT, name) for name in ("养老服务", "社会救助", "养老", "")
    }
    assert found == {"养老服务": elderly, "社会救助": elderly, "养老": core, "": core}


def test_the_office_s_own_goes_before_what_ships(session: Session, clock: Clock) -> None:
    own = publish(session, tiny("office/core"), clock)
    publish(session, tiny(), clock)
    assert catalogue.for_project(session, Audience.RESIDENT, "养老服务") is own
    versions.retire(session, own)
    assert catalogue.for_project(session, Audience.RESIDENT, "养老服务").questionnaire == "resident/core"


def test_a_group_is_asked_with_its_edition_only_where_all_of_it_is_named(session: Session, clock: Clock) -> None:
    everybody = publish(session, tiny("resident/hall", category="政务服务"), clock)
    edition = publish(session, tiny("enterprise/hall", category="政务服务", beneficiary_group="企业、商户"), clock)
    publish(session, tiny(), clock)
    found = {
        group: catalogue.for_project(session, Audience.RESIDENT, "政务服务", group=group)
        for group in ("入驻企业", "企业和沿街商户", "办事企业和群众", "居民", "")
    }
    assert found == {
        "入驻企业": edition,
        "企业和沿街商户": edition,
        "办事企业和群众": everybody,
        "居民": everybody,
        "": everybody,
    }
    assert catalogue.asked_of(session, Audience.RESIDENT, "政务服务")[0] is everybody


def test_nothing_published_is_said_so(session: Session) -> None:
    with pytest.raises(problems.UnknownQuestionnaire):
        catalogue.for_project(session, Audience.DEPUTY, "养老服务")


def test_all_that_a_category_was_asked_is_known_its_own_first(session: Session, clock: Clock) -> None:
    core = publish(session, tiny(), clock)
    older = publish(session, tiny("resident/elderly", category="养老服务、社会救助"), clock)
    newer = publish(session, tiny("resident/elderly", category="养老服务", title={"zh": "新的"}), clock)
    publish(session, tiny("resident/school", category="教育"), clock)
    assert catalogue.asked_of(session, Audience.RESIDENT, "养老服务") == [newer, older, core]
    assert catalogue.asked_of(session, Audience.RESIDENT, "社会救助") == [older, core]


def test_a_scorecard_finds_the_words_of_a_shared_questionnaire(session: Session, clock: Clock) -> None:
    from survey.scorecards import labels

    versions.publish_shipped(session, clock())
    words = labels.of_category(session, "托育与儿童")
    assert words.question("teachers")["zh"] == "老师的耐心"
    assert words.option("improve", "fees")["en"] == "Clear fees"
