"""A project that is cancelled (已取消): with its reason, for everybody to read, and taken up again as it was."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.register.promises import Amendment, amend
from survey.register.tables import Change, Project, ProjectState


def cancel(session: Session, project: Project, by: Amendment) -> None:
    """Give up the promise; raises NotNow when that was done, ReasonNeeded without a reason."""
    if not by.reason.strip():
        raise problems.ReasonNeeded()
    session.refresh(project, with_for_update={"of": Project})
    if project.state is ProjectState.CANCELLED:
        raise problems.NotNow()
    amend(session, project, {"state": ProjectState.CANCELLED}, by)
    audit.record(session, by.who, "project_cancelled", project.number, by.at, reason=by.reason)


def resume(session: Session, project: Project, by: Amendment) -> None:
    """Let it stand as it did before; raises NotNow when it is not cancelled, ReasonNeeded without a reason."""
    if not by.reason.strip():
        raise problems.ReasonNeeded()
    session.refresh(project, with_for_update={"of": Project})
    if project.state is not ProjectState.CANCELLED:
        raise problems.NotNow()
    before = cancellation(session, project)
    state = ProjectState(before.old) if before else ProjectState.NOT_STARTED
    amend(session, project, {"state": state}, by)
    audit.record(session, by.who, "project_resumed", project.number, by.at, reason=by.reason)


def cancellation(session: Session, project: Project) -> Change | None:
    """The change by which a project came to be cancelled; None when it goes on, or came cancelled into the register."""
    if project.state is not ProjectState.CANCELLED:
        return None
    said = select(Change).where(Change.project_id == project.id, Change.new == ProjectState.CANCELLED.value)
    return session.scalar(said.where(Change.column == "state").order_by(Change.id.desc()).limit(1))


def check_goes_on(session: Session, project: Project) -> None:
    """Raise CancelledProject, which says why, for a project about which nothing is asked any more."""
    if project.state is ProjectState.CANCELLED:
        said = cancellation(session, project)
        raise problems.CancelledProject(name=project.name, reason=(said and said.reason) or "–")
