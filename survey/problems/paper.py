"""Refusals of what comes back on paper."""

from survey.problems.base import N_, Problem


class UnknownSheet(Problem):
    code = "unknown_sheet"
    sentence = N_("We know no sheet with this number. Please compare it with the number at the foot of the sheet.")


class KeyedSheet(Problem):
    code = "keyed_sheet"
    sentence = N_("Sheet {number} was keyed in before, by {who} on {day}. It counts once; please put it aside.")


class OtherPeriodsSheet(Problem):
    code = "other_periods_sheet"
    sentence = N_("This sheet was printed for the period {period} and does not count in this one. Please put it aside.")


class TooManySheets(Problem):
    code = "too_many_sheets"
    sentence = N_("Between 1 and {most} sheets at once, please.")
