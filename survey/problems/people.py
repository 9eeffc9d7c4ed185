"""Refusals about passes, sign-in and accounts."""

from survey.problems.base import N_, Problem


class PassNeeded(Problem):
    code = "pass_needed"
    sentence = N_("Please open your pass first: scan the code on your badge, then the code of the site.")


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


class SetUpAlready(Problem):
    code = "set_up_already"
    sentence = N_("This link set the district up and works no more. Please sign in; for an account ask the office.")


class LoginTaken(Problem):
    code = "login_taken"
    sentence = N_("There is an account with the login {login} already. Please choose another.")


class UnknownDepartment(Problem):
    code = "unknown_department"
    sentence = N_("We know no department {department}. Please compare it with the register.")


class LongList(Problem):
    code = "long_list"
    sentence = N_("The list has {rows} rows; {most} fit into one. Please split it into two files.")


class NoDepartments(Problem):
    code = "no_departments"
    sentence = N_("We found no departments. One row must say 单位名称; 单位代码, 联系人 and 账号 may stand beside it.")


class NoDeputies(Problem):
    code = "no_deputies"
    sentence = N_("We found no list of deputies. One row of headings must say at least 编号, 姓名 and 界别.")
