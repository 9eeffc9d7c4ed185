"""The page that shows the parts of the design system."""

from survey.web.desk_parts import TOKENS, tokens
from tests.walker import Browser


def test_every_part_stands_there_in_both_themes(office: Browser) -> None:
    office.open("/desk/parts")
    for part in (
        ".button",
        ".notice",
        ".field",
        ".error",
        ".tag",
        ".chip",
        "table",
        ".panel",
        ".facts",
        ".empty",
        ".pick.g5",
        ".chart",
    ):
        assert len(office.page.select(f".theme {part}")) >= 2, part


def test_both_themes_define_the_same_colours() -> None:
    light, dark = ({each.split(":")[0].strip() for each in tokens(theme).split(";")} for theme in TOKENS)
    assert dark <= light
    assert {name for name in light - dark if name.startswith("--")} <= {
        *("--sans", "--text", "--s", "--l", "--xl", "--xxl", "--touch", "--r")
    }
