"""Publishing, retiring and throwing away versions of questionnaires at the desk."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import self_test
from survey.collect.self_test import Failure
from survey.database import reader
from survey.people import audit
from survey.questionnaires import drafts, versions
from survey.questionnaires.tables import Version, VersionState
from survey.web import offers, trial_door, who
from survey.web.language import language
from survey.web.transaction import db, engine, now, settings, today

blueprint = Blueprint("desk_publishing", __name__, url_prefix="/desk/questionnaires/<int:version_id>")


@blueprint.post("/publish")
def publish(version_id: int) -> ResponseReturnValue:
    """Ask a draft from now on, once every option of every question proved that it can be sent and counts."""
    failures, tried = _sent(version_id)
    version = drafts.of_id(db(), version_id, tried)
    versions.publish_draft(db(), version, now())
    failures += [*offers.failures(version), *self_test.failures(db(), version, now(), today())]
    if failures:
        return _refused(version, failures)
    audit.record(db(), who.staff().login, "questionnaire_published", version.stamp, now(), hash=version.content_hash)
    db().commit()
    flash(
        gettext(
            "%(stamp)s is asked from now on. Every answer it offers was sent and counted first.", stamp=version.stamp
        )
    )
    return redirect(url_for("desk_questionnaires.one", version_id=version.id), 303)


def _sent(version_id: int) -> tuple[list[Failure], str]:
    """What a draft's options did when they were posted, and the hash of what was tried; the database is not held."""
    with reader(engine()) as session:
        draft = versions.of_id(session, version_id, VersionState.DRAFT)
        with trial_door.open_door(settings(), now(), language()) as door:
            return door.failures(draft), draft.content_hash


def _refused(version: Version, failures: list[Failure]) -> ResponseReturnValue:
    """The page of what cannot be sent; the draft stays a draft, because nothing is committed."""
    told = [(failure, gettext(failure.sentence).format(reason=failure.reason)) for failure in dict.fromkeys(failures)]
    db().rollback()
    return render_template("desk/questionnaire_refused.html", version=version, told=told), 422


@blueprint.post("/retire")
def retire(version_id: int) -> ResponseReturnValue:
    """Ask one of the office's own no more."""
    version = versions.own(db(), version_id, VersionState.PUBLISHED)
    versions.retire(db(), version)
    audit.record(db(), who.staff().login, "questionnaire_retired", version.stamp, now())
    db().commit()
    flash(gettext("%(stamp)s is asked no more. Answers on their way to it are still taken.", stamp=version.stamp))
    return redirect(url_for("desk_questionnaires.one", version_id=version.id), 303)


@blueprint.post("/discard")
def discard(version_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    version = versions.of_id(db(), version_id, VersionState.DRAFT)
    stamp = version.stamp
    versions.discard(db(), version)
    audit.record(db(), who.staff().login, "questionnaire_discarded", stamp, now())
    db().commit()
    flash(gettext("The draft %(stamp)s is gone.", stamp=stamp))
    return redirect(url_for("desk_questionnaires.page"), 303)
