"""Every refusal the domain can utter: a stable code and one sentence that says what to do now.

web/refusals.py gives each its HTTP status. Sentences are English here and translated at the edge; values in
braces are filled from the keywords given to the exception.
"""

from survey.problems.answering import *
from survey.problems.asking import *
from survey.problems.base import *
from survey.problems.paper import *
from survey.problems.people import *
from survey.problems.printing import *
from survey.problems.register import *
from survey.problems.scoring import *
from survey.problems.spreadsheets import *
from survey.problems.visiting import *
