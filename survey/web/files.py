"""Answers that are files."""

import re
from io import BytesIO

from flask import Response, send_file


def pdf(content: bytes, name: str) -> Response:
    return file(content, f"{name}.pdf", "application/pdf")


def file(content: bytes, name: str, mimetype: str, *, inline: bool = False) -> Response:
    """Answer a file under a name that any computer can store; nobody keeps it on the way."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name)
    response = send_file(BytesIO(content), mimetype=mimetype, as_attachment=not inline, download_name=safe, max_age=0)
    response.cache_control.no_store = True  # badges are secrets, and a site's code may be withdrawn
    return response
