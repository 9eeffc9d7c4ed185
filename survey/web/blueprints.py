"""Every blueprint of the product, one per audience."""

from flask import Blueprint

from survey.web import account, answer, desk_print, desk_scorecards, public, scan, sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (
    account.blueprint,
    answer.blueprint,
    desk_print.blueprint,
    desk_scorecards.blueprint,
    public.blueprint,
    scan.blueprint,
    sign_in.blueprint,
)
