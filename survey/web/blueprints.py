"""Every blueprint of the product, one per audience."""

from flask import Blueprint

from survey.web import account, desk_print, sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (
    sign_in.blueprint,
    account.blueprint,
    desk_print.blueprint,
)
