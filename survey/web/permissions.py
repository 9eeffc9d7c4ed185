"""Who may open which page: one table, looked up before every request. A page that is not in it opens for nobody."""

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.people.tables import Role
from survey.web import who

ANYONE = frozenset(("anyone",))
"""Pages without sign-in; a page of a deputy checks the pass itself, because the refusal says what to do."""
OFFICE = frozenset((Role.OFFICE,))
DEPARTMENT = frozenset((Role.DEPARTMENT,))
"""Pages of a department; which projects it finds there is for the lookups to say (`of_department`)."""
LOOKERS = frozenset((Role.OFFICE, Role.PRIVACY_OFFICER, Role.LEADER, Role.VIEWER))
READERS = frozenset((Role.OFFICE, Role.PRIVACY_OFFICER))
"""Who may read what people wrote in their own words."""
STAFF = frozenset(Role)

PERMISSIONS: dict[str, frozenset[str]] = {
    "static": ANYONE,
    "ping": ANYONE,
    "healthz": ANYONE,
    "readyz": ANYONE,
    "metrics": ANYONE,
    "public.front": ANYONE,
    "scan.page": ANYONE,
    "scan.typed": ANYONE,
    "answer.receive": ANYONE,
    "answer.page": ANYONE,
    "answer.receipt": ANYONE,
    "photos.receive": ANYONE,
    "photos.photo": frozenset((Role.OFFICE, Role.PRIVACY_OFFICER)),
    "pack.sites": ANYONE,
    "pack.sheet": ANYONE,
    "offline.module": ANYONE,
    "offline.worker": ANYONE,
    "offline.waiting": ANYONE,
    "offline.token": ANYONE,
    "sign_in.page": ANYONE,
    "sign_in.enter": ANYONE,
    "sign_in.link": ANYONE,
    "sign_in.use_link": ANYONE,
    "sign_in.leave": STAFF,
    "desk_print.page": OFFICE,
    "desk_print.preview": OFFICE,
    "desk_print.make_posters": OFFICE,
    "desk_printings.page": OFFICE,
    "desk_printings.take_down": OFFICE,
    "desk_badges.make": OFFICE,
    "desk_paper.pdf": OFFICE,
    "desk_lists.pdf": OFFICE,
    "events.page": ANYONE,
    "events.count": ANYONE,
    "desk_events.page": OFFICE,
    "desk_events.make": OFFICE,
    "desk_events.one": OFFICE,
    "desk_events.sign": OFFICE,
    "desk_events.tickets": OFFICE,
    "desk_codes.poster": LOOKERS,
    "desk_codes.svg": LOOKERS,
    "desk_codes.png": LOOKERS,
    "setup.page": ANYONE,
    "setup.set_up": ANYONE,
    "passes.page": ANYONE,
    "deputy.page": ANYONE,
    "desk_outbox.page": OFFICE,
    "desk_outbox.bring": OFFICE,
    "desk_import.page": OFFICE,
    "desk_import.upload": OFFICE,
    "desk_import.look": OFFICE,
    "desk_import.confirm": OFFICE,
    "desk_import.download": LOOKERS,
    "passes.enter": ANYONE,
    "desk_deputies.page": OFFICE,
    "desk_deputies.upload": OFFICE,
    "desk_deputies.preview": OFFICE,
    "desk_deputies.bring": OFFICE,
    "desk_deputies.one": OFFICE,
    "desk_deputies.issue": OFFICE,
    "desk_deputies.revoke": OFFICE,
    "desk_settings.page": OFFICE,
    "desk_settings.save": OFFICE,
    "desk_settings.open_period": OFFICE,
    "desk_settings.close_period": OFFICE,
    "desk_audit.page": READERS,
    "account.page": STAFF,
    "account.change_password": STAFF,
    "account.end_session": STAFF,
    "account.leave_everywhere": STAFF,
    "second_factor.page": STAFF,
    "second_factor.switch_on": STAFF,
    "second_factor.switch_off": STAFF,
    "desk_accounts.page": OFFICE,
    "desk_accounts.invite": OFFICE,
    "desk_accounts.invite_departments": OFFICE,
    "desk_accounts.one": OFFICE,
    "desk_accounts.renew_link": OFFICE,
    "desk_accounts.sign_out": OFFICE,
    "desk_accounts.drop_second_factor": OFFICE,
    "desk_accounts.disable": OFFICE,
    "desk_accounts.enable": OFFICE,
    "desk_watch.page": LOOKERS,
    "desk_watch.one": LOOKERS,
    "desk_watch.workbook": LOOKERS,
    "desk_watch.print_": LOOKERS,
    "desk_watch.log": OFFICE,
    "desk_watch.paste": OFFICE,
    "desk_watch.act": OFFICE,
    "desk_plan.page": OFFICE,
    "desk_plan.save": OFFICE,
    "desk_proposals.page": OFFICE,
    "desk_proposals.one": OFFICE,
    "desk_proposals.decide": OFFICE,
    "department_projects.page": DEPARTMENT,
    "department_projects.project": DEPARTMENT,
    "department_projects.plan": DEPARTMENT,
    "department_projects.claim": DEPARTMENT,
    "department_projects.note": DEPARTMENT,
    "department_self.page": DEPARTMENT,
    "department_self.evaluate": DEPARTMENT,
    "department_proposals.page": DEPARTMENT,
    "department_proposals.propose": DEPARTMENT,
    "department_proposals.one": DEPARTMENT,
    "department_proposals.revise": DEPARTMENT,
    "public_complaints.page": ANYONE,
    "public_complaints.send": ANYONE,
    "desk_app_complaints.page": READERS,
    "desk_app_complaints.settle": OFFICE,
    "public_projects.page": ANYONE,
    "public_projects.project": ANYONE,
    "public.cards": ANYONE,
    "public.card": ANYONE,
    "public.card_json": ANYONE,
    "public.card_csv": ANYONE,
    "desk_scorecards.index": LOOKERS,
    "desk_scorecards.compare": LOOKERS,
    "desk_scorecards.workbook_of_all": OFFICE,
    "desk_scorecards.card_xlsx": OFFICE,
    "desk_scorecards.card_pdf": LOOKERS,
    "desk_scorecards.card_png": LOOKERS,
    "desk_scorecards.card": LOOKERS,
    "desk_scorecards.card_csv": LOOKERS,
    "desk_scorecards.publish": OFFICE,
    "desk_questionnaires.page": LOOKERS,
    "desk_questionnaires.upload": OFFICE,
    "desk_questionnaires.one": LOOKERS,
    "desk_questionnaires.download": LOOKERS,
    "desk_questionnaires.changes": LOOKERS,
    "desk_answers.take": frozenset((Role.OFFICE, Role.PRIVACY_OFFICER)),
    "desk_answers.codebook": LOOKERS,
    "desk_results.page": frozenset((Role.OFFICE, Role.PRIVACY_OFFICER)),
    "desk_publishing.publish": OFFICE,
    "desk_publishing.retire": OFFICE,
    "desk_publishing.discard": OFFICE,
    "desk_catalogue.page": LOOKERS,
    "desk_catalogue.choose": OFFICE,
    "preview.page": ANYONE,
    "preview.send": ANYONE,
    "desk_findings.page": READERS,
    "desk_findings.all_rates": LOOKERS,
    "desk_findings.finding": READERS,
    "desk_findings.act": OFFICE,
    "desk_visits.page": OFFICE,
    "desk_visits.plan_page": OFFICE,
    "desk_visits.plan": OFFICE,
    "desk_visits.visit": OFFICE,
    "desk_visits.close": OFFICE,
    "desk_visits.open_ballot": OFFICE,
    "desk_visits.close_ballot": OFFICE,
    "desk_visits.release": OFFICE,
    "desk_visits.cancel": OFFICE,
    "desk_draws.page": OFFICE,
    "desk_draws.commit": OFFICE,
    "desk_draws.draw": OFFICE,
    "desk_draws.record": OFFICE,
    "desk_draws.reveal": OFFICE,
    "desk_draws.again": OFFICE,
    "deputy_visits.page": ANYONE,
    "deputy_visits.recuse": ANYONE,
    "deputy_visits.vote": ANYONE,
    "department_visits.page": DEPARTMENT,
    "desk_calendar.page": LOOKERS,
    "desk_calendar.save": OFFICE,
    "desk_calendar.forget": OFFICE,
    "desk_complaints.index": OFFICE,
    "desk_complaints.page": OFFICE,
    "desk_complaints.raise_": OFFICE,
    "department_findings.page": DEPARTMENT,
    "department_findings.finding": DEPARTMENT,
    "department_findings.act": DEPARTMENT,
    "department_findings.photo": DEPARTMENT,
    "resident_findings.page": ANYONE,
    "resident_findings.judge": ANYONE,
    "deputy_findings.page": ANYONE,
    "deputy_findings.act": ANYONE,
    "deputy_findings.photo": ANYONE,
    "desk_parts.page": STAFF,
    "desk_home.page": LOOKERS,
    "desk_home.screen": LOOKERS,
    "desk_five.page": LOOKERS,
    "desk_five.workbook": LOOKERS,
    "desk_five.print_": LOOKERS,
    "desk_projects.project": LOOKERS,
    "desk_sites.page": LOOKERS,
    "desk_sites.reissue_page": OFFICE,
    "desk_sites.reissue": OFFICE,
}

WITHOUT_SECOND_FACTOR = ("second_factor.page", "second_factor.switch_on", "sign_in.leave")
"""What an account may open that must have a second factor and has none yet."""


def check() -> ResponseReturnValue | None:
    """Let the request pass, send a stranger to the sign-in page, or refuse."""
    if request.endpoint is None:
        return None  # there is no such address; Flask says so
    allowed = PERMISSIONS.get(request.endpoint, frozenset())
    if allowed is ANYONE:
        return None
    account = who.account()
    if account is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.page", next=wanted), code=303)
    if account.role not in allowed:
        raise problems.NotAllowed()
    if who.owes_second_factor(account) and request.endpoint not in WITHOUT_SECOND_FACTOR:
        return redirect(url_for("second_factor.page"), code=303)
    return None


def init_app(app: Flask) -> None:
    app.before_request(check)
