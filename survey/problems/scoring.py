"""Refusals about scorecards and their index."""

from survey.problems.base import N_, Problem

__all__ = ["WrongWeights"]


class WrongWeights(Problem):
    code = "wrong_weights"
    sentence = N_("The four weights are whole percentages that add up to 100. Please mend them.")
