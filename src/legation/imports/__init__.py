"""Outside registers in: each row becomes claims with the row as its quote and the data set as its holder."""

from legation.imports.mapping import Mapping, mapping_beside, read_mapping
from legation.imports.table import Imported, Skipped, read_table

__all__ = ["Imported", "Mapping", "Skipped", "mapping_beside", "read_mapping", "read_table"]
