"""Which questionnaire the projects of each category and beneficiary group are asked with: where the gaps are."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Category, Project

EVERYBODY = ""
"""The group of projects that no questionnaire's group names."""


@dataclass(frozen=True)
class Cell:
    """The projects of one category and group, and the version they are asked with; None when there is none."""

    version: Version | None
    count: int

    @property
    def is_gap(self) -> bool:
        """Whether nothing of the category's own is asked."""
        return self.version is None or not self.version.category


@dataclass(frozen=True)
class Coverage:
    """A row for each category, its cells by group; `groups` are the columns."""

    groups: list[str]
    rows: dict[str, dict[str, Cell]] = field(default_factory=dict)
    ready: dict[str, dict[str, Version]] = field(default_factory=dict)
    """What waits for projects of a category and group that has none so far."""

    @property
    def gap_count(self) -> int:
        """How many projects are asked with nothing of their category's own."""
        return sum(cell.count for cells in self.rows.values() for cell in cells.values() if cell.is_gap)


def of_audience(session: Session, audience: Audience) -> Coverage:
    """Lay every project of the register under its category and group, leaving out the office's single choices."""
    published = catalogue.all_published(session, audience)
    named = dict.fromkeys(v.beneficiary_group for v in published if v.beneficiary_group)
    counts = _counts(session, [*named])
    with_category = {v.beneficiary_group for v in published if v.category}
    groups = [EVERYBODY, *(group for group in named if group in with_category or any(g == group for _, g in counts))]
    coverage = Coverage(groups)
    known_as = {category.name: category.known_as for category in session.scalars(select(Category))}
    for category in sorted({category for category, _ in counts}):
        of_any = catalogue.fitting(published, known_as[category], None)
        for group in groups:
            fitting = [version for version in of_any if version.beneficiary_group == group]
            fitting += catalogue.fitting(published, known_as[category], EVERYBODY)
            if count := counts[category, group]:
                coverage.rows.setdefault(category, {})[group] = Cell(fitting[0] if fitting else None, count)
            elif fitting and fitting[0].beneficiary_group == group and fitting[0].category:
                coverage.ready.setdefault(category, {})[group] = fitting[0]
    return coverage


def _counts(session: Session, groups: list[str]) -> Counter[tuple[str, str]]:
    """How many projects there are in each category and group; whom no group names is everybody."""
    counts: Counter[tuple[str, str]] = Counter()
    rows = session.execute(select(Category.name, Project.beneficiary_group).join(Project.category))
    for category, beneficiaries in rows:
        named = next((group for group in groups if catalogue.is_for(group, beneficiaries)), EVERYBODY)
        counts[category, named] += 1
    return counts
