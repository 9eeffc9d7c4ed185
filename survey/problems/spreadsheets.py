"""Refusals of workbooks and of what stands in them."""

from survey.problems.base import N_, Problem


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
