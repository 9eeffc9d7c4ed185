"""What to do about question types and headings of XLSForm that are not asked here, and the older spellings of some.

The types are those of xlsform.org and of the tools that read it (ODK, KoboToolbox, Survey123, SurveyCTO).
"""

import re

from survey.problems import N_

NOTED = N_(
    "“{type}” notes something about the phone or the moment. The server keeps the time of every answer, and nothing "
    "about phones. Please remove this row."
)
NO_MEDIA = N_(
    "“{type}” is not asked: nobody is recorded, scanned or filmed here. Please remove the row or ask for words."
)
ELSEWHERE = N_(
    "“{type}” takes options from another file or service. Please write the options in the sheet choices and select_one."
)
OLD = N_("“{type}” is an old spelling. Please write {now}.")
BOTH = N_("“{type}” asks two things at once. Please ask for a date and for a time.")
LOOP = N_("“{type}” repeats questions for every option. Please write the questions out.")

SPELLINGS = {
    "string": "text",
    "int": "integer",
    "trigger": "acknowledge",
    "select one": "select_one",
    "select one from": "select_one",
    "select1": "select_one",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "select multiple": "select_multiple",
    "select multiple from": "select_multiple",
    "yes_no": "select_one yes_no",
}
SENTENCES = {
    **dict.fromkeys(
        (
            "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email",
            "start-geopoint", "background-geopoint", "background-audio", "audit", "device id", "start time", "end time",
        ),
        NOTED,
    ),
    **dict.fromkeys(("audio", "video", "barcode", "file", "geotrace", "geoshape", "osm"), NO_MEDIA),
    **dict.fromkeys(("xml-external", "csv-external"), ELSEWHERE),
    "datetime": BOTH,
    **dict.fromkeys(("begin loop", "end loop", "begin_loop", "end_loop"), LOOP),
}  # fmt: skip
HEADINGS = {"list name": "list_name", "readonly": "read_only", "read only": "read_only"}
"""Other spellings of headings that mean the same in XLSForm."""
ONE_COLON = re.compile("(label|hint|required_message|constraint_message|form_title)\\s*:\\s*(?=[^:\\s])")
"""The beginning of a heading that names its language as old files do: `label:english`."""


def heading(written: str) -> str:
    """A heading in the spelling that is used here."""
    plain = HEADINGS.get(written.lower(), written)
    return ONE_COLON.sub(r"\1::", plain) if ONE_COLON.match(plain) else plain


FROM_FILES = ("select_one_from_file ", "select_multiple_from_file ", "select_one_external ", "rank_from_file ")


def sentence(written: str) -> tuple[str, dict[str, object]] | None:
    """What to say of a type that is not asked, with its values; None when there is nothing better than the list."""
    plain = written.lower()
    if plain.startswith(FROM_FILES):
        return ELSEWHERE, {"type": written}
    if (told := SENTENCES.get(plain) or SENTENCES.get(plain.partition(" over ")[0])) is not None:
        return told, {"type": written}
    now = next((SPELLINGS[words] for words in _shorter(plain) if words in SPELLINGS), None)
    return None if now is None else (OLD, {"type": written, "now": now})


def _shorter(written: str) -> list[str]:
    """A type and the same without its last words, the longest first: `select one from fruit`, `select one from`, …"""
    words = written.split()
    return [" ".join(words[:count]) for count in range(len(words), 0, -1)]
