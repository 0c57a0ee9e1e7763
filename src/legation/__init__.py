"""Legation reads news of embassies and consulates and keeps a register of them."""

__version__ = "0.1.0"

__all__ = ["__version__"]
