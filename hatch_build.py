"""Compile the translation catalogues whenever the package is built, and put the assets into a real wheel."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = ("forms", "static", "templates")


class Package(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write a .mo beside every .po; a wheel (not an editable install) also carries the assets inside survey/."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path(self.root, "survey", "translations").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po, locale=source.parent.parent.name))
        if version != "editable":
            build_data["force_include"].update({str(Path(self.root, name)): f"survey/{name}" for name in ASSETS})
