"""Texts, pages and addresses in; documents out. What no document can be made of is refused with what to do about it."""

from legation.intake.files import load
from legation.intake.folders import Refusal, folder
from legation.intake.network import fetch
from legation.intake.sizes import PAGE_LIMIT, TEXT_LIMIT

__all__ = ["PAGE_LIMIT", "TEXT_LIMIT", "Refusal", "fetch", "folder", "load"]
