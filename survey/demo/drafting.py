"""A questionnaire of the office's own that is being made in the builder: a draft with steps that can be undone."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey.people import audit
from survey.questionnaires import catalogue, drafts, editing, versions
from survey.questionnaires.expressions import compile_expression
from survey.questionnaires.model import Choice, Question

PATTERN = "resident/elderly-care"
NAME = "canteen-return"
OFTEN = (
    ("daily", "天天来", "Every day", "毎日", "매일", "Каждый день"),
    ("weekly", "每周几次", "A few times a week", "週に数回", "주 몇 회", "Несколько раз в неделю"),
    ("seldom", "偶尔", "Now and then", "ときどき", "가끔", "Изредка"),
)
LANGUAGES = ("zh", "en", "ja", "ko", "ru")


def draft(session: Session, login: str, now: datetime) -> None:
    """Begin a copy of what elderly care is asked with, and change it in three steps; translations are still wanted."""
    pattern = versions.published(session, PATTERN)
    if pattern is None:
        return
    copy = editing.named(catalogue.questionnaire_of(pattern), versions.OFFICE + NAME)
    version = drafts.begin(session, copy)
    audit.record(session, login, "questionnaire_drafted", version.stamp, now)
    often = Question(
        "often",
        "select_one",
        dict(zip(LANGUAGES, ("您多久来食堂吃一次？", "How often do you eat here?"), strict=False)),
        choices=tuple(Choice(name, dict(zip(LANGUAGES, words, strict=True))) for name, *words in OFTEN),
        relevant=compile_expression("${benefited} = 'yes'"),
        appearance="minimal",
    )
    shorter = editing.deleted(copy, "price")
    asked = editing.added(shorter, often)
    place = editing.place_of(asked, "overall")
    steps = [shorter, asked, editing.moved(asked, "often", place)] if place else [shorter, asked]
    for step in steps:
        drafts.change(session, version, step)
