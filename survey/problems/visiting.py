"""Refusals about visits, draws, findings and their rounds."""

from survey.problems.base import N_, Problem


class NotNow(Problem):
    code = "not_now"
    sentence = N_("This cannot be done now; somebody may have acted on it a moment ago. Please look at it again.")


class SomebodyElseJudges(Problem):
    code = "somebody_else_judges"
    sentence = N_("Only the person who raised this finding can say whether it is fixed.")


class Incomplete(Problem):
    code = "incomplete"
    sentence = N_("Something is missing. Please go back and fill in every field.")


class PromiseWithoutDay(Problem):
    code = "promise_without_day"
    sentence = N_("A promise needs a day. Please say until when it will be done.")


class UnreadableDay(Problem):
    code = "unreadable_day"
    sentence = N_("We could not read “{line}”. Please write a day, then 放假 or 上班, such as 2027-02-05 放假 春节.")


class ReasonNeeded(Problem):
    code = "reason_needed"
    sentence = N_("Please give a reason; it is kept.")


class NobodyToDraw(Problem):
    code = "nobody_to_draw"
    sentence = N_("There is nothing to draw from yet: no project has begun, or there is no deputy.")


class TooLate(Problem):
    code = "too_late"
    sentence = N_("The {days} working days for this are over. Please reply to the finding, or ask the office.")


class NoProof(Problem):
    code = "no_proof"
    sentence = N_(
        "This does not come from a page that we made for a deputy in office. Please ask the deputy to send it "
        "from the phone."
    )
