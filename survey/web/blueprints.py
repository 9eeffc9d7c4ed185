"""Every blueprint of the product, one per audience."""

from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = ()
