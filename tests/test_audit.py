"""The audit log: a chain that many may append to at once and that shows every change."""

import ast
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from survey.cli import people
from survey.cli.context import Deployment
from survey.database import make_engine, reader, writer
from survey.people import audit
from survey.people.tables import AuditEntry, Role
from survey.settings import Settings
from survey.web import audit_words
from survey.web.audit_acts import ACTS
from tests.conftest import Clock


@pytest.fixture
def chain(session: Session, clock: Clock) -> list[AuditEntry]:
    """Five acts of the office."""
    entries = [audit.record(session, "office", "pass_issued", f"D{n}", clock(), times=n) for n in range(5)]
    session.commit()
    return entries


def test_a_chain_that_nobody_touched_is_whole(session: Session, chain: list[AuditEntry]) -> None:
    session.expire_all()
    assert audit.verify(session) is None
    assert [entry.previous_hash for entry in chain] == [audit.BEGINNING, *(entry.hash for entry in chain[:-1])]


@pytest.mark.parametrize("change", [{"actor": "else"}, {"act": "x"}, {"subject": "D9"}, {"detail": {"times": 9}}])
def test_a_changed_entry_is_found(session: Session, chain: list[AuditEntry], change: dict[str, object]) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == chain[2].id).values(**change))
    session.expire_all()
    assert audit.verify(session) is chain[2]


def test_a_removed_entry_is_found(session: Session, chain: list[AuditEntry]) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id == chain[1].id))
    session.expire_all()
    assert audit.verify(session) is chain[2]


def _record_many(url: str, actor: str, clock: Clock) -> None:
    engine = make_engine(url)
    for n in range(25):
        with writer(engine) as session:
            audit.record(session, actor, "pass_issued", str(n), clock())
            session.commit()
    engine.dispose()


def test_many_may_append_at_once(database_url: str, engine: Engine, clock: Clock) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(_record_many, database_url, f"clerk{n}", clock) for n in range(4)]:
            done.result()
    with reader(engine) as session:
        assert audit.verify(session) is None
        assert len(session.scalars(select(AuditEntry.id)).all()) == 100


@pytest.mark.sqlite
def test_the_command_narrows_the_log_and_gives_its_hashes(session: Session, settings: Settings, clock: Clock) -> None:
    for days, actor in enumerate(("lin", "chen", "lin")):
        audit.record(session, actor, "pass_issued", f"RD-{days}", clock() - timedelta(days=days))
    session.commit()

    def told(*options: str) -> list[dict[str, str]]:
        done = CliRunner().invoke(people.audit, [*options, "--json"], obj=Deployment(settings))
        assert done.exit_code == 0, done.output
        found: list[dict[str, str]] = json.loads(done.output)
        return found

    assert [each["subject"] for each in told()] == ["RD-2", "RD-1", "RD-0"]
    assert [each["subject"] for each in told("--last", "0", "--actor", "lin")] == ["RD-0", "RD-2"]
    assert [each["subject"] for each in told("--since", "2026-11-23", "--until", "2026-11-23")] == ["RD-1"]
    assert [each["subject"] for each in told("--about", "D-2", "--act", "pass_issued")] == ["RD-2"]
    first, second, _ = told("--last", "0")
    assert second["previous_hash"] == first["hash"]
    assert told("--act", "other") == []
    refused = CliRunner().invoke(people.audit, ["--since", "soon"], obj=Deployment(settings))
    assert refused.exit_code == 2


def test_every_act_and_every_detail_that_is_recorded_has_words() -> None:
    sources = [path.read_text() for path in Path("survey").rglob("*.py")]
    calls = [
        call
        for text in sources
        if "audit.record(" in text
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record" and len(call.args) > 2
    ]
    acts = {act.value for call in calls if isinstance(act := call.args[2], ast.Constant)}
    named = {each.arg for call in calls for each in call.keywords if each.arg}
    assert len(acts) > 60 < len(calls)
    assert acts - ACTS.keys() == set()
    assert named - audit_words.DETAILS.keys() - set(audit_words.INSIDE) == set()


def test_details_read_as_label_and_value_without_what_is_empty(sign_in, session: Session, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    told = [
        ("draw_committed", {"commitment": "a7f4", "reason": "", "replaces": ""}),
        ("finding_raise", {"state": "raised"}),
        ("register_imported", {"new": 4000, "changed": 0, "refused": 0}),
        ("code_reissued", {"old": "A1", "new": "B2", "reason": "丢失"}),
        ("project_edited", {"state": ["under_way", "late"], "due_on": ["", "2026-12-01"]}),
        ("rules_changed", {"reply_days": [5, 7]}),
    ]
    for act, detail in told:
        audit.record(session, "daily", act, "X", clock(), **detail)
    session.commit()
    office = sign_in(Role.OFFICE)
    office.open("/desk/audit?lang=zh").sees(
        "承诺值：a7f4",
        "状态：待派单",
        "新增：4,000",
        "变更：A1 → B2；理由：丢失",
        "推进中 → ",
        "– → 2026-12-01",
        "5 → 7",
        "每日自动",
    )
    office.sees("每日自动").misses("commitment", "replaces", "取代：", "state", "reply_days", "不能导入：0")
    office.open("/desk/audit?lang=en").sees("commitment: a7f4", "new: 4,000", "every day by itself").misses("reason: ;")
