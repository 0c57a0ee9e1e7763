"""Files that belong to a register and are not of it: tokens, and what is known of the feeds that are followed.

They lie beside a register in a file. One in PostgreSQL has no place beside it: there they lie in the user's data folder,
named for the address.
"""

import hashlib
from pathlib import Path

import platformdirs


def beside(db: str, name: str) -> Path:
    """Give the path of a file (``name``: "people.json") that belongs to the register at a path or address."""
    if "://" not in db:
        return Path(f"{db}.{name}")
    mark = hashlib.sha256(db.rpartition("@")[2].encode()).hexdigest()[:16]
    stem, dot, ending = name.partition(".")
    return platformdirs.user_data_path("legation", appauthor=False) / f"{stem}-{mark}{dot}{ending}"
