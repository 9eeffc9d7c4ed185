"""Every blueprint of the product, one per audience."""

from flask import Blueprint

from survey.web import (
    account,
    answer,
    department_projects,
    deputy,
    desk_accounts,
    desk_audit,
    desk_deputies,
    desk_import,
    desk_parts,
    desk_print,
    desk_projects,
    desk_scorecards,
    desk_settings,
    desk_sites,
    passes,
    public,
    scan,
    second_factor,
    setup,
    sign_in,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    account.blueprint,
    answer.blueprint,
    deputy.blueprint,
    desk_import.blueprint,
    desk_parts.blueprint,
    desk_print.blueprint,
    desk_projects.blueprint,
    desk_scorecards.blueprint,
    desk_sites.blueprint,
    public.blueprint,
    scan.blueprint,
    sign_in.blueprint,
    setup.blueprint,
    passes.blueprint,
    desk_deputies.blueprint,
    desk_settings.blueprint,
    desk_audit.blueprint,
    desk_accounts.blueprint,
    second_factor.blueprint,
    department_projects.blueprint,
)
