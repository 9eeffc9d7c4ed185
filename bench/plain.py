"""The yardstick: the least that Flask and gunicorn can do and still keep a promise, one INSERT and one commit.

Run by gunicorn; PLAIN_DATABASE is a file's path or a PostgreSQL address.
SQLite syncs on every commit, as the product's does. Each thread keeps a connection.
"""

import os
import threading
from typing import Any

from flask import Flask, request

ADDRESS = os.environ["PLAIN_DATABASE"]
CREATE = "CREATE TABLE IF NOT EXISTS answer (key TEXT NOT NULL, body TEXT NOT NULL)"
app = Flask(__name__)
own = threading.local()


def _connect() -> Any:
    if ADDRESS.startswith("postgresql"):
        import psycopg

        return psycopg.connect(ADDRESS, autocommit=True)
    import sqlite3

    connection = sqlite3.connect(ADDRESS, timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


PLACE = "%s" if ADDRESS.startswith("postgresql") else "?"
_connect().execute(CREATE).close()


@app.get("/ready")
def ready() -> str:
    return "ready"


@app.post("/answer/<key>")
def answer(key: str) -> dict[str, str]:
    if not hasattr(own, "connection"):
        own.connection = _connect()
    body = request.get_data(as_text=True)
    own.connection.execute(f"INSERT INTO answer (key, body) VALUES ({PLACE}, {PLACE})", (key, body))
    return {"submission": key}
