"""Refusals about projects, their promises and what is reported of them."""

from survey.problems.base import N_, Problem


class NotALink(Problem):
    code = "not_a_link"
    sentence = N_("This is no link. It begins with http:// or https://.")


class NoReports(Problem):
    code = "no_reports"
    sentence = N_("We found no links. One row must say 链接; beside it 标题, 媒体, 日期, 项目编号, 倾向, 建议.")


class LoggedAlready(Problem):
    code = "logged_already"
    sentence = N_("This report is logged already.")


class TooManyRows(Problem):
    code = "too_many_rows"
    sentence = N_("{rows} rows are more than {most} on paper. Please narrow the list, or take the workbook.")


class TooManyViews(Problem):
    code = "too_many_views"
    sentence = N_("{most} saved views of one list are enough. Please drop one first.")


class Decided(Problem):
    code = "decided"
    sentence = N_("This proposal has been decided already. Please reload the page.")


class NumberTaken(Problem):
    code = "number_taken"
    sentence = N_("There is a project with the number {number} already. Please choose another.")


class NameTaken(Problem):
    code = "name_taken"
    sentence = N_("There is {name} already. To make two of them one, merge them.")


class FormerlyNamed(Problem):
    code = "formerly_named"
    sentence = N_("{name} is a former name of {means}, which imports still understand. Please choose another name.")


class NameInUse(Problem):
    code = "name_in_use"
    sentence = N_("{name} is in use (projects: {count}). Merge it into another one; then nothing is lost.")


class ClaimedAlready(Problem):
    code = "claimed_already"
    sentence = N_("This milestone is done already; its proof stays as it was given.")


class UnknownNumbers(Problem):
    code = "unknown_numbers"
    sentence = N_("We know no project with the number {numbers}. Please compare it with the register.")
