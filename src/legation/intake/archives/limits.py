"""How much an archive may cost: bytes of one record, how far packed bytes may swell, how long a server may keep silent."""

from typing import Final

import msgspec

from legation.intake.sizes import PAGE_LIMIT


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on one archive. What passes one of them is refused, and the rest of the archive goes on."""

    record: int = PAGE_LIMIT  # bytes of a document, unpacked
    ratio: int = 200  # unpacked bytes for one packed byte; HTML comes to 5 to 20, deflate's most is 1,032
    free: int = 64_000_000  # unpacked bytes of one member before the ratio is looked at
    spool: int = 4_000_000_000  # bytes of an archive that must lie on disk to be read: zip, WACZ, PDF, mbox afar
    patience: float = 60.0  # seconds of waiting for a server, within which ``pace`` bytes must have come
    pace: int = 65_536
    entries: int = 1_000_000  # files that a zip archive may name


LIMITS: Final = Limits()
