"""Every blueprint of the product, one per audience."""

from flask import Blueprint

from survey.web import (
    account,
    answer,
    deputy,
    desk_audit,
    desk_deputies,
    desk_import,
    desk_parts,
    desk_print,
    desk_projects,
    desk_scorecards,
    desk_settings,
    desk_sites,
    offline,
    passes,
    public,
    scan,
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
    offline.blueprint,
    public.blueprint,
    scan.blueprint,
    sign_in.blueprint,
    setup.blueprint,
    passes.blueprint,
    desk_deputies.blueprint,
    desk_settings.blueprint,
    desk_audit.blueprint,
)
