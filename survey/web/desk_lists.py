"""The register on paper: the plan list, the duty list, the booklet."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from survey import problems
from survey.printing import lists
from survey.printing.lists import Document
from survey.web import files
from survey.web.transaction import db, today

blueprint = Blueprint("desk_lists", __name__, url_prefix="/desk/print")


@blueprint.get("/lists.pdf")
def pdf() -> ResponseReturnValue:
    """One document of every project, or of the projects of one department."""
    asked = request.args.get("document", "")
    if asked not in set(Document):
        raise problems.NotFound()
    document, department = Document(asked), request.args.get("department", "")
    made = lists.pdf(db(), document, today(), department)
    return files.pdf(made, " ".join(filter(None, (lists.TITLES[document], department, today().isoformat()))))
