"""Every refusal the domain can utter: a stable code and one sentence that says what to do now.

web/refusals.py gives each its HTTP status. Sentences are English here and translated at the edge; values in
braces are filled from the keywords given to the exception.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext tools know for "translate later"
    return sentence


class Problem(Exception):
    """A known "no"."""

    code = "problem"
    sentence = N_("This did not work. Please try again.")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence.format(**values))


class UnknownCode(Problem):
    code = "unknown_code"
    sentence = N_("We know no site with the code {code}. Please compare it with the poster and type it again.")


class MistypedCode(Problem):
    code = "mistyped_code"
    sentence = N_("The code {code} has a typing mistake. It has 8 letters and digits; please type it again.")


class RevokedCode(Problem):
    code = "revoked_code"
    sentence = N_("This code has been withdrawn. Please look for a newer poster at the site.")


class ClosedPeriod(Problem):
    code = "closed"
    sentence = N_("This survey has ended. Thank you for coming by; the results are on the scorecards page.")


class OtherContent(Problem):
    code = "other_content"
    sentence = N_(
        "These answers were sent before with other content. The first ones are kept; scan again to start anew."
    )


class TooLarge(Problem):
    code = "too_large"
    sentence = N_("This is more than can be sent at once. Please shorten the text and send again.")


class UnreadableText(Problem):
    code = "unreadable_text"
    sentence = N_("Part of the text could not be read. Please type it again without special signs.")


class NotAsked(Problem):
    code = "not_asked"
    sentence = N_(
        "The question {question} does not belong to this questionnaire. Please reload the page and answer again."
    )


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one answer: a sentence to translate and fill, or the questionnaire's own words by language.

    The first of `own_words` is what to say in a language that has none.
    """

    sentence: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    own_words: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return next(iter(self.own_words.values()), "") or self.sentence.format(**self.values)


class WrongAnswers(Problem):
    """Answers that break the questionnaire's rules; `fields` says of each question what is wrong."""

    code = "wrong_answers"
    sentence = N_("Some answers need another look. Nothing you typed is lost.")

    def __init__(self, fields: Mapping[str, FieldProblem]) -> None:
        self.fields = fields
        super().__init__()


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell of a questionnaire's file, and what to do; row 0 is the whole sheet or file."""

    sheet: str
    row: int
    column: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it is: `survey, row 5, relevant`."""
        parts = (self.sheet, f"row {self.row}" if self.row else "", self.column)
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        words = self.sentence.format(**self.values)
        return f"{self.place}: {words}" if self.place else words


class WrongForm(Problem):
    """A questionnaire's file that was not taken; `faults` names every cell that has to change."""

    code = "wrong_form"
    sentence = N_("The questionnaire {name} was not taken. Please correct the cells that are named and try again.")

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__(name=name)


class UnknownQuestionnaire(Problem):
    code = "unknown_questionnaire"
    sentence = N_("This questionnaire is not known here. Please scan the code again.")


class PassNeeded(Problem):
    code = "pass_needed"
    sentence = N_("Please open your pass first: scan the code on your badge, then the code of the site.")


class OthersSheet(Problem):
    code = "others_sheet"
    sentence = N_(
        "Another deputy filled this sheet on this phone. It can be sent once that deputy's pass is open here."
    )


class NotAPhoto(Problem):
    code = "not_a_photo"
    sentence = N_("This file is no photo we can read. Please take it again or choose a JPEG.")


class TooLargePhoto(Problem):
    code = "too_large_photo"
    sentence = N_("This photo is too large. Please take it again with a smaller size.")


class DamagedPhoto(Problem):
    code = "damaged_photo"
    sentence = N_("This photo was damaged on the way. It is sent again.")


class TooManyPhotos(Problem):
    code = "too_many_photos"
    sentence = N_("There are {most} photos already; more are not taken.")


class UnknownPass(Problem):
    code = "unknown_pass"
    sentence = N_("We do not know this pass. Please scan your badge again or ask the office for a new one.")


class RevokedPass(Problem):
    code = "revoked_pass"
    sentence = N_("This pass has been withdrawn. Please ask the office for a new one.")


class ExpiredPass(Problem):
    code = "expired_pass"
    sentence = N_("This pass has expired. Please ask the office for a new one.")


class PassOnOtherDevice(Problem):
    code = "pass_on_other_device"
    sentence = N_("This pass is in use on another phone. Please ask the office for a new one.")


class UnknownReceipt(Problem):
    code = "unknown_receipt"
    sentence = N_("We know no receipt with this code. Please compare it and type it again.")


class NotFound(Problem):
    code = "not_found"
    sentence = N_("There is nothing at this address. Please check it or go back.")


class NotAllowed(Problem):
    code = "not_allowed"
    sentence = N_("Your account may not do this. Please ask the office.")


class StorageFull(Problem):
    code = "storage_full"
    sentence = N_(
        "The answer could not be stored just now. It stays on this phone; please send it again in a few minutes."
    )


class NotPublished(Problem):
    code = "not_published"
    sentence = N_("This scorecard has not been published yet. Please come back later.")


class WrongSignIn(Problem):
    """One sentence for an unknown login, a wrong password and a locked account, so that trying tells nothing."""

    code = "wrong_sign_in"
    sentence = N_(
        "This login and password do not fit. After 5 wrong tries a login rests for 15 minutes; "
        "the office can also give you a one-time link."
    )


class SpentLink(Problem):
    code = "spent_link"
    sentence = N_("This sign-in link has been used or has expired. Please ask the office for a new one.")


class LoginTaken(Problem):
    code = "login_taken"
    sentence = N_("There is an account with the login {login} already. Please choose another.")


class EditedMeanwhile(Problem):
    code = "edited_meanwhile"
    sentence = N_("{who} changed this project while you were editing. Please compare and save again.")


class NotALink(Problem):
    code = "not_a_link"
    sentence = N_("This is no link. It begins with http:// or https://.")


class LoggedAlready(Problem):
    code = "logged_already"
    sentence = N_("This report is logged already.")


class TooManyRows(Problem):
    code = "too_many_rows"
    sentence = N_("{rows} rows are more than {most} on paper. Please narrow the list, or take the workbook.")


class Decided(Problem):
    code = "decided"
    sentence = N_("This proposal has been decided already. Please reload the page.")


class NumberTaken(Problem):
    code = "number_taken"
    sentence = N_("There is a project with the number {number} already. Please choose another.")


class ClaimedAlready(Problem):
    code = "claimed_already"
    sentence = N_("This milestone is done already; its proof stays as it was given.")


class UnknownDepartment(Problem):
    code = "unknown_department"
    sentence = N_("We know no department {department}. Please compare it with the register.")


class Busy(Problem):
    code = "busy"
    sentence = N_("Many people are signing in at this moment. Please try again in a minute.")


class UnknownNumbers(Problem):
    code = "unknown_numbers"
    sentence = N_("We know no project with the number {numbers}. Please compare it with the register.")


class NothingToPrint(Problem):
    code = "nothing_to_print"
    sentence = N_("No site fits this choice, so there is nothing to print. Please choose other projects.")


class UnknownPaper(Problem):
    code = "unknown_paper"
    sentence = N_("We cannot print {asked}. Please choose one of these: {offered}.")


class OffThePaper(Problem):
    code = "off_the_paper"
    sentence = N_("Stickers can be moved by at most {most} mm. Please choose the label paper that lies in the printer.")


class TooFar(Problem):
    code = "too_far"
    sentence = N_(
        "To be read from {metres} m a code must be {needed} mm wide. This layout has {width} mm, which reads from "
        "{reach} m. Please choose a larger layout, or give a printing house the code as SVG."
    )


class UnknownEvent(Problem):
    code = "unknown_event"
    sentence = N_("We know no event with this code. Please compare it with the sign and type it again.")


class UnknownTicket(Problem):
    code = "unknown_ticket"
    sentence = N_("This ticket is not for this event. Please compare its code, or ask at the desk for another.")


class NoBadges(Problem):
    code = "no_badges"
    sentence = N_("Every deputy has a valid pass, so there is no badge to print. Name a deputy who needs a new one.")


class UnknownDeputies(Problem):
    code = "unknown_deputies"
    sentence = N_("We know no deputy with the number {numbers}. Please compare it with the list of deputies.")


class TooManyPages(Problem):
    code = "too_many_pages"
    sentence = N_("{pages} pages are more than {most} at once. Please choose a category or a department.")


class NotAWorkbook(Problem):
    code = "not_a_workbook"
    sentence = N_("This file is no table we can read. Please choose an Excel workbook (.xlsx) or a CSV file.")


class OldWorkbook(Problem):
    code = "old_workbook"
    sentence = N_("This is an old Excel file (.xls). Please open it, save it as .xlsx and choose the new file.")


class LockedWorkbook(Problem):
    code = "locked_workbook"
    sentence = N_("This workbook is locked with a password. Please save it without a password and choose it again.")


class EmptyWorkbook(Problem):
    code = "empty_workbook"
    sentence = N_("This file is empty. Please choose another one.")


class TooLargeWorkbook(Problem):
    code = "too_large_workbook"
    sentence = N_("This workbook is too large to be a list. Please copy the table alone into a new workbook.")


class TooManyColumns(Problem):
    code = "too_many_columns"
    sentence = N_("This sheet has more than {most} columns. Please keep only the columns of the register.")


class NoHeadings(Problem):
    code = "no_headings"
    sentence = N_("We found no row of headings. One row must say at least 编号, 项目名称, 类别 and 责任单位.")


class MissingColumns(Problem):
    code = "missing_columns"
    sentence = N_("We found no column for: {columns}. Please say which column it is, or add it to the file.")


class NoProjects(Problem):
    code = "no_projects"
    sentence = N_("There are no projects below the headings. Please choose the file with the projects.")


class RefusedRows(Problem):
    code = "refused_rows"
    sentence = N_("{count} rows cannot be taken, so nothing was imported. Please correct them in the file.")


class UploadGone(Problem):
    code = "upload_gone"
    sentence = N_("This file is no longer kept here. Please choose it again.")


class NoDeputies(Problem):
    code = "no_deputies"
    sentence = N_("We found no list of deputies. One row of headings must say at least 编号, 姓名 and 界别.")


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
