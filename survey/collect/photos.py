"""Photos: drawn anew on arrival, kept once under the hash of what is kept, and linked to what they belong to.

What a phone sends is never kept as it came: it is decoded, turned upright, made smaller and written as a new JPEG, so
that neither a position in its EXIF nor anything hidden in the file gets in.
"""

import hashlib
import os
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Photo, Submission, SubmissionPhoto
from survey.database import insert_unless_there

MOST = 6
"""Photos of one submission."""
LARGEST = 12 * 1024 * 1024
"""Bytes of one photo as it is sent."""
MOST_PIXELS = 60_000_000
LONG_EDGE = 1600
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")

register_heif_opener()
_drawing = BoundedSemaphore(2)
"""A photo of 12 million pixels takes 100 MB while it is decoded."""


@dataclass(frozen=True)
class Picture:
    """A photo drawn anew: a JPEG without EXIF, its long edge at most LONG_EDGE."""

    jpeg: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.jpeg).hexdigest()


def draw(sent: bytes) -> Picture:
    """Decode a photo and draw it anew; raises NotAPhoto or TooLargePhoto."""
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(sent), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise problems.TooLargePhoto()
                return _drawn(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise problems.TooLargePhoto() from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
            raise problems.NotAPhoto() from None


def _drawn(image: Image.Image) -> Picture:
    image.draft("RGB", (LONG_EDGE, LONG_EDGE))  # JPEG decodes at a half, quarter or eighth for nothing
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONG_EDGE, LONG_EDGE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    return Picture(out.getvalue(), upright.width, upright.height)


def path_of(folder: Path, sha256: str) -> Path:
    """Where a photo lies: in a folder named after the first two characters of its hash."""
    return folder / sha256[:2] / f"{sha256}.jpg"


def put_away(folder: Path, picture: Picture) -> None:
    """Write a photo so that after a power cut it is there whole or not at all; the same photo is written once."""
    path = path_of(folder, picture.sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.{id(picture)}")
    with draft.open("wb") as file:
        file.write(picture.jpeg)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def is_known(session: Session, project_id: int, submission_id: UUID, sent_sha256: str) -> bool:
    """Whether a submission has this photo; raises NotFound for an unknown submission, TooManyPhotos when it is full."""
    if session.get(Submission, (project_id, submission_id)) is None:
        raise problems.NotFound()
    if session.get(SubmissionPhoto, (project_id, submission_id, sent_sha256)) is not None:
        return True
    if count(session, project_id, submission_id) >= MOST:
        raise problems.TooManyPhotos(most=MOST)
    return False


def note(session: Session, picture: Picture, now: datetime) -> None:
    """Write down that a photo is kept, once however often it comes."""
    photo = {
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "byte_count": len(picture.jpeg),
        "stored_at": now,
    }
    insert_unless_there(session, Photo, [photo])


def attach(
    session: Session, project_id: int, submission_id: UUID, *, sent_sha256: str, picture: Picture, now: datetime
) -> None:
    """Link a photo to a submission, once however often it arrives."""
    link = {
        "project_id": project_id,
        "submission_id": submission_id,
        "sent_sha256": sent_sha256,
        "photo_sha256": picture.sha256,
        "received_at": now,
    }
    note(session, picture, now)
    insert_unless_there(session, SubmissionPhoto, [link])


def count(session: Session, project_id: int, submission_id: UUID) -> int:
    """How many photos of a submission have arrived."""
    of_it = (SubmissionPhoto.project_id == project_id, SubmissionPhoto.submission_id == submission_id)
    return session.scalar(select(func.count()).select_from(SubmissionPhoto).where(*of_it)) or 0


def of_hash(session: Session, sha256: str) -> Photo:
    """Find a photo by the hash of what is kept, or of what was sent, as answers name it; raises NotFound."""
    sent = select(SubmissionPhoto.photo_sha256).where(SubmissionPhoto.sent_sha256 == sha256).limit(1)
    found = session.get(Photo, sha256) or session.get(Photo, session.scalar(sent) or "")
    if found is None:
        raise problems.NotFound()
    return found


def of_site(session: Session, site_id: int, most: int) -> list[str]:
    """The hashes of the photos taken at a site, the newest first."""
    return list(
        session.scalars(
            select(SubmissionPhoto.photo_sha256)
            .join(
                Submission,
                (Submission.project_id == SubmissionPhoto.project_id)
                & (Submission.id == SubmissionPhoto.submission_id),
            )
            .where(Submission.site_id == site_id)
            .order_by(SubmissionPhoto.received_at.desc())
            .limit(most)
        )
    )
