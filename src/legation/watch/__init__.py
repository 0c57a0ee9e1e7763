"""Following feeds and sitemaps: who is asked when, what came of it, and what of it went into the register."""

from legation.watch.follow import Round, follow
from legation.watch.health import Health, health
from legation.watch.ledger import LEDGER, Ledger
from legation.watch.sources import Source, Watching, sources

__all__ = ["LEDGER", "Health", "Ledger", "Round", "Source", "Watching", "follow", "health", "sources"]
