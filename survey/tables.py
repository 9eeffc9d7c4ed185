"""All tables at once, for migrations and for tests that compare schemas."""

from survey.collect import contact_tables as contacts
from survey.collect import tables as collect
from survey.database import Base
from survey.people import tables as people
from survey.people import view_tables as views
from survey.people import wall_tables as walls
from survey.printing import tables as printing
from survey.questionnaires import tables as questionnaires
from survey.register import meeting_tables as meetings
from survey.register import tables as register
from survey.rounds import callback_tables as callbacks
from survey.rounds import hearing_tables as hearings
from survey.rounds import tables as rounds
from survey.scorecards import tables as scorecards
from survey.visits import tables as visits
from survey.watch import tables as watch

__all__ = [
    "callbacks",
    "collect",
    "contacts",
    "hearings",
    "meetings",
    "metadata",
    "people",
    "printing",
    "questionnaires",
    "register",
    "rounds",
    "scorecards",
    "views",
    "visits",
    "walls",
    "watch",
]

metadata = Base.metadata
