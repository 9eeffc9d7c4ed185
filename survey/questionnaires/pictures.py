"""Pictures of options: drawn anew and small, kept under a name that changes with the picture, and never changed.

An author writes `apple.png` and sends the file along; the questionnaire keeps `apple.3fa2c1d09b7e.jpg`. So a published
version shows for ever what it showed, and its workbook, which holds that name, can be brought back without the file.
"""

import hashlib
import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.database import insert_unless_there
from survey.problems import N_, Fault, WrongForm
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Picture

LARGEST = 200 * 1024
"""Bytes of a picture as it is sent along: a phone loads it over whatever there is."""
LONG_EDGE = 640
MOST_PIXELS = 20_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
NOT_KEPT = N_("The picture “{picture}” is not here. Please send its file along and write the file's name.")
TOO_LARGE = N_("The picture “{picture}” has more than 200 KB. Please make it smaller and send it again.")
UNREADABLE = N_("“{picture}” cannot be read as a picture. Please send a JPEG, PNG or WebP.")


class _WrongPicture(Exception):
    """What is wrong with one picture."""


def drawn(files: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Draw pictures anew: the kept name and the JPEG of each, by the file's name; raises WrongForm."""
    kept, faults = {}, []
    for name, sent in files.items():
        try:
            kept[name] = _drawn(name, sent)
        except _WrongPicture as wrong:
            faults.append(Fault("choices", 0, "media::image", str(wrong), {"picture": name}))
    if faults:
        raise WrongForm("", faults)
    return kept


def _drawn(name: str, sent: bytes) -> tuple[str, bytes]:
    if len(sent) > LARGEST:
        raise _WrongPicture(TOO_LARGE)
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(BytesIO(sent), formats=FORMATS) as image,
        ):
            if image.width * image.height > MOST_PIXELS:
                raise _WrongPicture(TOO_LARGE)
            jpeg = _jpeg(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombWarning):
        raise _WrongPicture(UNREADABLE) from None
    stem = re.sub(r"[^\w-]+", "_", PurePath(name).stem)[:60] or "picture"
    return f"{stem}.{hashlib.sha256(jpeg).hexdigest()[:12]}.jpg", jpeg


def _jpeg(image: Image.Image) -> bytes:
    """Upright, small, on white where it was transparent, without EXIF."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((LONG_EDGE, LONG_EDGE))
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def keep(session: Session, kept: Iterable[tuple[str, bytes]], now: datetime) -> None:
    """Keep pictures, each once."""
    rows = [{"name": name, "jpeg": jpeg, "stored_at": now} for name, jpeg in kept]
    if rows:
        insert_unless_there(session, Picture, rows)


def check(session: Session, questionnaire: Questionnaire) -> None:
    """Raise WrongForm when a picture that a questionnaire names is not kept here."""
    named = {name for question in questionnaire.questions for choice in question.choices for name in choice.pictures}
    here = set(session.scalars(select(Picture.name).where(Picture.name.in_(named)))) if named else set[str]()
    if gone := sorted(named - here):
        faults = [Fault("choices", 0, "media::image", NOT_KEPT, {"picture": name}) for name in gone]
        raise WrongForm(questionnaire.name, faults)


def of_name(session: Session, name: str) -> bytes:
    """The JPEG of a picture; raises NotFound."""
    if (picture := session.get(Picture, name)) is None:
        raise problems.NotFound()
    return picture.jpeg
