"""A setting that cannot be right is refused at start with one sentence that names it."""

from collections.abc import Callable

import pytest

from survey.people.tables import Role
from survey.settings import ROLES, from_environment

WRONG = {
    "SURVEY_SECOND_FACTOR": "office,offcie",
    "SURVEY_PORT": "80a",
    "SURVEY_TIMEZONE": "Asia/Nowhere",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"{name} .*{value.split(',')[-1]}"):
        from_environment({name: value})


def test_the_roles_of_the_settings_are_the_roles_of_staff() -> None:
    assert frozenset(Role) == ROLES
    assert from_environment({"SURVEY_SECOND_FACTOR": "office, leader"}).second_factor == {"office", "leader"}


@pytest.mark.sqlite
def test_no_command_starts_with_a_misspelt_role(
    run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_SECOND_FACTOR", "offcie")
    assert run("status") == (2, "")
