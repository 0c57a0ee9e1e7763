"""How each subscription does: when it was told last, what waits, what was given up, and what went wrong."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from legation.notify.outbox import Outbox
from legation.notify.subscriptions import Subscription
from legation.register.beside import iso

Condition = Literal["well", "failing", "not begun"]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """One subscription. ``way`` holds nothing secret; moments are UTC, ISO 8601, to the second."""

    name: str
    way: str
    condition: Condition
    begun: str | None = None
    last: str | None = None
    next: str | None = None
    position: int | None = None
    sent: int = 0
    waiting: int = 0
    given_up: int = 0
    failures: int = 0
    error: str | None = None


def health(outbox: Outbox, listed: Sequence[Subscription]) -> list[Health]:
    """Tell how the subscriptions do, those that need somebody first."""
    rows = outbox.subscribers()
    found = []
    for one in listed:
        row = rows.get(one.name)
        if row is None:
            found.append(Health(name=one.name, way=one.way, condition="not begun"))
            continue
        found.append(
            Health(
                name=one.name, way=one.way, condition="failing" if row["failures"] else "well",
                begun=iso(row["begun"]), last=iso(row["last"]), next=iso(row["next"]), position=row["position"],
                sent=row["sent"], waiting=row["waiting"], given_up=row["given_up"], failures=row["failures"],
                error=row["error"],
            )
        )  # fmt: skip
    order = ("failing", "not begun", "well")
    return sorted(found, key=lambda one: (order.index(one.condition), one.name))
