"""Any number of archives → claims and the few documents that hold them, as Parquet, on one machine or on a cluster."""

from legation.bulk.kept import Kept, kept
from legation.bulk.run import Summary, run

__all__ = ["Kept", "Summary", "kept", "run"]
