"""What stands in a question before anybody answers it: its default, in the form in which it would be posted."""

from survey.problems import N_
from survey.questionnaires import answers, kinds
from survey.questionnaires.evaluate import holds
from survey.questionnaires.expressions import references
from survey.questionnaires.kinds import CellError
from survey.questionnaires.model import Question
from survey.questionnaires.values import WrongValue

SILENCE = N_("Silence is no answer: a question that counts in the score has no default. Please empty the cell.")
UNFIT = N_("“{default}” is no answer to this question. Write it as it would be typed; for a day also today().")
FIXED_TO_NOTHING = N_("What nobody can change needs a default. Please write it or empty read_only.")


def check(question: Question) -> None:
    """Raise CellError for a default that nobody could have typed."""
    if not question.default:
        return
    if question.score is not None or kinds.has_points(question.choices):
        raise CellError(SILENCE)
    if question.default in answers.MOMENTS.get(question.type, {}):
        return
    try:
        answer = answers.read(question, answers.posted_default(question))
    except WrongValue:
        answer = None
    refused = not references(question.constraint) and not holds(question.constraint, {}, answer)
    if answer is None or refused:
        raise CellError(UNFIT, default=question.default)
