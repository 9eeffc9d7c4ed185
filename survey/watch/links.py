"""Links to media reports: only http(s), and two copies of one link are found to be one."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from survey import problems

TRACKING = ("utm_", "spm", "from", "share", "isappinstalled", "scene", "clicktime", "enterid")
"""Beginnings of parameters that say how a copy of a link travelled, not what it leads to."""
LONGEST = 500


def check(typed: str) -> str:
    """A link as it is stored; raises NotALink unless it is an http(s) address of a host."""
    link = typed.strip()
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        raise problems.NotALink() from None
    if parts.scheme not in ("http", "https") or not host or "." not in host or len(link) > LONGEST or " " in link:
        raise problems.NotALink()
    return link


def key(link: str) -> str:
    """What two copies of a link have in common: no scheme, no www, no fragment, no parameters of sharing."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    kept = sorted(pair for pair in parse_qsl(parts.query) if not pair[0].lower().startswith(TRACKING))
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(kept), ""))[:LONGEST]


def outlet(link: str) -> str:
    """The host of a link, for whoever pastes links without saying whose they are."""
    return (urlsplit(link).hostname or "").removeprefix("www.")
