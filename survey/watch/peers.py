"""Other districts' published figures, each with its source, to lay beside ours."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.watch.tables import Figure, PeerFigure


def add(session: Session, figure: PeerFigure) -> PeerFigure:
    """Note a figure; an earlier one of the same district stays beside it with its period."""
    session.add(figure)
    session.flush()
    return figure


def of_figure(session: Session, figure: Figure) -> Sequence[PeerFigure]:
    """What others published, the highest first."""
    found = select(PeerFigure).where(PeerFigure.figure == figure)
    return session.scalars(found.order_by(PeerFigure.percent.desc(), PeerFigure.id)).all()


def districts(session: Session) -> list[str]:
    """The districts of which a figure was noted."""
    return list(session.scalars(select(PeerFigure.district).distinct().order_by(PeerFigure.district)))


def of_district(session: Session, name: str) -> list[PeerFigure]:
    """What a district published, the latest noted last."""
    return list(session.scalars(select(PeerFigure).where(PeerFigure.district == name).order_by(PeerFigure.id)))
