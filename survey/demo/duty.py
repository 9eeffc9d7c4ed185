"""The demo's duty: milestones, progress notes, self-evaluations, a lowered promise and three proposals."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from survey.questionnaires import scoring
from survey.register import promises, proposals, self_evaluations
from survey.register.promises import Amendment
from survey.register.tables import Milestone, ProgressNote, Project, ProjectState, SelfEvaluation
from survey.settings import DISTRICT_TIME

STEPS = ("完成方案和选址", "开工建设", "主体完成", "投入使用")
PROOFS = ("批复文件已上传政务内网，文号见附件", "开工令及现场照片", "监理月报第9期", "验收单")
GOOD = (
    "按月度计划推进，本周完成现场核对。",
    "已完成招标，施工队进场。",
    "设备到位，正在调试。",
    "已试运行，听取居民意见。",
)
HELD_UP = ("场地权属有争议，正在协调街道。", "材料延期到货，已调整工序。")
PROPOSED = (
    ("夜间便民停车共享", "停车管理", "开放机关单位夜间共享泊位300个"),
    ("老旧电梯更新二期", "老旧小区改造", "更新老旧电梯20部"),
    ("社区儿童之家", "托育与儿童", "新建社区儿童之家6个"),
)


def add(session: Session, random: Random, projects: Sequence[Project], now: datetime) -> None:
    """Give every project that was started its milestones and notes, and most of them self-evaluations."""
    today = now.astimezone(DISTRICT_TIME).date()
    for project in projects:
        if project.starts_on and project.due_on and project.state is not ProjectState.NOT_STARTED:
            session.add_all(_milestones(random, project, today))
            session.add_all(_notes(random, project, today))
            session.add_all(_evaluations(session, random, project, today))
    _lower(session, projects, now)
    for name, category, target in PROPOSED:
        columns = {"name": name, "category": category, "target": target, "due_on": date(today.year, 12, 20)}
        more = {"beneficiary_group": "居民", "origin": "", "site": name, "address": "", "owner": "", "starts_on": None}
        department = projects[0].department.name
        proposals.propose(session, department, columns | more, who=department, now=now)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(15, 20), DISTRICT_TIME).astimezone(UTC)


def _milestones(random: Random, project: Project, today: date) -> Iterator[Milestone]:
    """Four steps over the project's time; what is past is mostly done."""
    assert project.starts_on
    assert project.due_on
    length = (project.due_on - project.starts_on) / len(STEPS)
    late = project.state is ProjectState.LATE
    for place, (name, proof) in enumerate(zip(STEPS, PROOFS, strict=True), 1):
        due_on = project.starts_on + length * place
        made = Milestone(project_id=project.id, name=name, due_on=due_on)
        done = due_on < today and not (late and place > 2) and random.random() < 0.97
        if done or project.state is ProjectState.COMPLETED:
            made.done_on = min(today, due_on + timedelta(days=random.choice((-3, -1, 0, 2))))
            made.proof, made.claimed_by, made.claimed_at = proof, project.department.name, _moment(made.done_on)
        yield made


def _notes(random: Random, project: Project, today: date) -> Iterator[ProgressNote]:
    assert project.starts_on
    silent = random.random() < 0.08
    for back in (80, 50) if silent else (66, 38, random.randrange(1, 25)):
        if (day := today - timedelta(days=back)) > project.starts_on:
            good = project.state is not ProjectState.LATE and random.random() < 0.9
            text = random.choice(GOOD if good else HELD_UP)
            yield ProgressNote(
                project_id=project.id, at=_moment(day), who=project.department.name, on_schedule=good, text=text
            )


def _evaluations(session: Session, random: Random, project: Project, today: date) -> Iterator[SelfEvaluation]:
    """Last month's marks; who marks itself is kinder than deputies are."""
    if random.random() < 0.15:
        return
    version_id, sheet = self_evaluations.sheet_of(session, project)
    full = {item.name: item.score.max for item in self_evaluations.items(sheet) if item.score}
    marks = {name: float(round(most * random.uniform(0.9, 1))) for name, most in full.items()}
    last_month = today.replace(day=1) - timedelta(days=2)
    yield SelfEvaluation(
        project_id=project.id,
        month=self_evaluations.month_of(last_month),
        version_id=version_id,
        marks=marks,
        score=scoring.score_of(sheet, marks),
        analysis="总体按计划推进；下月抓收尾和群众知晓。",
        who=project.department.name,
        at=_moment(last_month),
    )


def _lower(session: Session, projects: Sequence[Project], now: datetime) -> None:
    """One promise was lowered in the summer; the register keeps what it was."""
    project = projects[1 % len(projects)]
    was, at = project.target, now - timedelta(days=120)
    project.target = was.replace("270", "360")
    promises.amend(session, project, {"target": was}, Amendment("专班办公室", "场地缩减，经专题会同意", at))
