"""Pictures of options, for everybody who answers; one under a name never changes."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from survey.questionnaires import pictures
from survey.web.assets import YEAR
from survey.web.transaction import db

blueprint = Blueprint("pictures", __name__)


@blueprint.get("/pictures/<name>")
def show(name: str) -> ResponseReturnValue:
    keep = f"public, max-age={YEAR}, immutable"
    return pictures.of_name(db(), name), 200, {"Content-Type": "image/jpeg", "Cache-Control": keep}
