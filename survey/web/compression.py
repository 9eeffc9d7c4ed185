"""Brotli or gzip for text answers, so that a page fits the first round trip."""

import gzip

import brotli
from flask import Flask, Response, request

TEXT = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")
SMALLEST = 600
BROTLI_QUALITY = 6
GZIP_LEVEL = 7


def compress(response: Response) -> Response:
    """Compress a finished answer when the browser can read it and it is worth the time."""
    if response.status_code == 304 or response.mimetype not in TEXT or "Content-Encoding" in response.headers:
        return response
    if (response.content_length or SMALLEST) < SMALLEST:
        return response
    response.vary.add("Accept-Encoding")
    response.direct_passthrough = False
    body = response.get_data()
    accepted = request.accept_encodings
    if accepted["br"]:
        response.set_data(brotli.compress(body, quality=BROTLI_QUALITY))
        response.content_encoding = "br"
    elif accepted["gzip"]:
        response.set_data(gzip.compress(body, GZIP_LEVEL))
        response.content_encoding = "gzip"
    return response


def init_app(app: Flask) -> None:
    app.after_request(compress)
