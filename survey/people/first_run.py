"""The first run: whoever holds the link that the server printed makes the first account, once."""

import hmac

from sqlalchemy.orm import Session

from survey import problems
from survey.people import accounts, audit
from survey.people.secrets import derived


def secret(key: str) -> str:
    """The secret of the set-up link; it follows from the deployment's key and ends when the office has an account."""
    return derived(key, "set-up")


def check(session: Session, key: str, given: str) -> None:
    """Let the holder of the link go on while the office has no account; raises NotFound or SetUpAlready otherwise."""
    if not hmac.compare_digest(secret(key).encode(), given.encode()):
        raise problems.NotFound()
    if accounts.office_exists(session):
        raise problems.SetUpAlready()


def check_alone(session: Session, key: str, given: str) -> None:
    """The same for who is about to make the account: of two at once the second finds the first one's."""
    audit.hold_the_end(session)
    check(session, key, given)
