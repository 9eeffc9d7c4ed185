"""Refusals about scorecards, their index and their themes."""

from survey.problems.base import N_, Problem

__all__ = ["NotMerged", "NothingToRelease", "UnknownProject", "WrongThemes", "WrongWeights"]


class WrongWeights(Problem):
    code = "wrong_weights"
    sentence = N_("The four weights are whole percentages that add up to 100. Please mend them.")


class WrongThemes(Problem):
    code = "wrong_themes"
    sentence = N_(
        "Line {line}: please write a theme once, a colon, and its words with spaces between them, such as "
        "“Price: dear cheap cost”. At most 30 themes of 60 words, each of 20 characters."
    )


class NothingToRelease(Problem):
    code = "nothing_to_release"
    sentence = N_("Too few people wrote something, or something new since the last release. Please wait for five more.")


class UnknownProject(Problem):
    code = "unknown_project"
    sentence = N_("There is no project {number}. Please check the number.")


class NotMerged(Problem):
    code = "not_merged"
    sentence = N_("Please name another project, one that goes on by itself: a merged one counts for another already.")
