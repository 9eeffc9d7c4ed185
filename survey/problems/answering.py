"""Refusals at the door: codes, periods, what was sent, photos, receipts."""

from survey.problems.base import N_, Problem


class BrokenSeal(Problem):
    code = "broken_seal"
    sentence = N_("This answer was sealed on a tablet for another server, so it cannot be opened here.")


class UnknownCode(Problem):
    code = "unknown_code"
    sentence = N_("We know no site with the code {code}. Please compare it with the poster and type it again.")


class MistypedCode(Problem):
    code = "mistyped_code"
    sentence = N_("The code {code} has a typing mistake. It has 8 letters and digits; please type it again.")


class RevokedCode(Problem):
    code = "revoked_code"
    sentence = N_("This code has been withdrawn. Please look for a newer poster at the site.")


class CancelledProject(Problem):
    code = "cancelled_project"
    sentence = N_("{name} was cancelled, so nothing is asked here any more. What was said stays. Why: {reason}")


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


class UnknownReceipt(Problem):
    code = "unknown_receipt"
    sentence = N_("We know no receipt with this code. Please compare it and type it again.")


class NotPublished(Problem):
    code = "not_published"
    sentence = N_("This scorecard has not been published yet. Please come back later.")


class UnknownEvent(Problem):
    code = "unknown_event"
    sentence = N_("We know no event with this code. Please compare it with the sign and type it again.")


class UnknownTicket(Problem):
    code = "unknown_ticket"
    sentence = N_("This ticket is not for this event. Please compare its code, or ask at the desk for another.")


class TooManyComplaints(Problem):
    code = "too_many_complaints"
    sentence = N_("Very many complaints came in today. Please write again tomorrow, or call the complaint line.")


class KioskNeeded(Problem):
    code = "kiosk_needed"
    sentence = N_("This tablet is not pinned here any more. What was answered is kept; please type the PIN again.")


class InterviewerNeeded(Problem):
    code = "interviewer_needed"
    sentence = N_("This interview belongs to no account that may hold any. It is kept on this phone; ask the office.")


class TooManyPins(Problem):
    code = "too_many_pins"
    sentence = N_("Too many wrong PINs. Please wait a minute and try again.")


class UnreadableNumber(Problem):
    code = "unreadable_number"
    sentence = N_("This is no phone number that we could call. Please type it again, such as 138 0013 8000.")


class SealBroken(Problem):
    code = "seal_broken"
    sentence = N_(
        "This number cannot be opened: it was sealed with another secret. Please restore the file “secret” that "
        "belongs to this database."
    )
