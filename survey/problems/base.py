"""What every refusal is: a stable code and one sentence that says what to do now; and those that any room utters."""


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext tools know for "translate later"
    return sentence


class Problem(Exception):
    """A known "no"."""

    code = "problem"
    sentence = N_("This did not work. Please try again.")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence.format(**values))


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


class EditedMeanwhile(Problem):
    code = "edited_meanwhile"
    sentence = N_("{who} changed this project while you were editing. Please compare and save again.")


class Busy(Problem):
    code = "busy"
    sentence = N_("Many people are signing in at this moment. Please try again in a minute.")
