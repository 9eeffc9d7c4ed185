"""Refusals of the print shop."""

from survey.problems.base import N_, Problem


class NothingToPrint(Problem):
    code = "nothing_to_print"
    sentence = N_("No site fits this choice, so there is nothing to print. Please choose other projects.")


class UnknownPaper(Problem):
    code = "unknown_paper"
    sentence = N_("We cannot print {asked}. Please choose one of these: {offered}.")


class OffThePaper(Problem):
    code = "off_the_paper"
    sentence = N_("Stickers can be moved by at most {most} mm. Please choose the label paper that lies in the printer.")


class CutAlready(Problem):
    code = "cut_already"
    sentence = N_(
        "Label papers are cut already, so stickers have no crop marks. Please print them without, or choose business "
        "cards for a printing house."
    )


class NoRoomForLanguages(Problem):
    code = "no_room_for_languages"
    sentence = N_(
        "This layout has room for 中文 and one other language. Please choose a poster or a sign for further languages."
    )


class TooFar(Problem):
    code = "too_far"
    sentence = N_(
        "To be read from {metres} m a code must be {needed} mm wide. This layout has {width} mm, which reads from "
        "{reach} m. Please choose a larger layout, or give a printing house the code as SVG."
    )


class NoBadges(Problem):
    code = "no_badges"
    sentence = N_("Every deputy has a valid pass, so there is no badge to print. Name a deputy who needs a new one.")


class UnknownDeputies(Problem):
    code = "unknown_deputies"
    sentence = N_("We know no deputy with the number {numbers}. Please compare it with the list of deputies.")


class TooManyPages(Problem):
    code = "too_many_pages"
    sentence = N_("{pages} pages are more than {most} at once. Please choose a category or a department.")


class NotAColour(Problem):
    code = "not_a_colour"
    sentence = N_("Please choose a colour, written like #0b5d5e.")


class PaleColour(Problem):
    code = "pale_colour"
    sentence = N_(
        "On a grey printer this colour would be too pale: it stands out from paper by {contrast} : 1, and print needs "
        "{least} : 1. Please choose a darker one, such as {darker}."
    )


class NotALogo(Problem):
    code = "not_a_logo"
    sentence = N_("We cannot read this picture. Please save the logo as PNG or JPEG again and upload that file.")


class TooLargeLogo(Problem):
    code = "too_large_logo"
    sentence = N_(
        "This picture is too large ({size}). Please save the logo at most 2,000 pixels wide and upload that file."
    )


class PaleLogo(Problem):
    code = "pale_logo"
    sentence = N_("On white paper nobody would see this logo. Please upload the one that is made for white paper.")
