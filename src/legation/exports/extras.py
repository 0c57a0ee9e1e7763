"""Packages that only some formats need: asked for when they are needed, and named where they are missing."""

import importlib
from types import ModuleType

from legation.errors import MissingExtra


def need(module: str, extra: str) -> ModuleType:
    """Import a module that comes with an extra.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingExtra(f"{package} is not installed; install legation[{extra}]") from error
