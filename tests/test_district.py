"""The district and the address in its printed codes."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from survey.register import district
from survey.settings import Settings


def test_the_printed_address_is_the_servers_word_then_the_offices_then_where_we_listen(
    session: Session, settings: Settings
) -> None:
    assert district.public_url(session, settings) == "http://127.0.0.1:8000"
    district.edit(session, public_url="https://fivelists.example.cn")
    assert district.public_url(session, settings) == "https://fivelists.example.cn"
    told = replace(settings, url="https://other.example.cn/")
    assert district.public_url(session, told) == "https://other.example.cn"


def test_an_edit_tells_old_and_new(session: Session) -> None:
    district.edit(session, name="晨光区")
    assert district.edit(session, name="晨光区", complaint_line="12345") == {"complaint_line": ["", "12345"]}


@pytest.mark.parametrize("typed", ["https://a.cn", "http://10.0.0.7:8000", "https://a.cn/"])
def test_an_address_of_a_host_is_taken(typed: str) -> None:
    assert district.is_plain_address(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "a.cn", "ftp://a.cn", "https://", "https://a.cn/x", "https://a.cn?q", "https://u@a.cn", "https://a.cn:x",
     "https://a b.cn", "https://例.cn", "javascript:alert(1)"],
)  # fmt: skip
def test_anything_else_is_not(typed: str) -> None:
    assert not district.is_plain_address(typed)
