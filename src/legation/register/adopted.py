"""Under which policy a register stands, and since when: noted in the log, so that a change of policy has its place in it.

The first policy counts from the beginning and is no entry. Each later one is an entry with the cause ``policy``: a user
adopts a policy, or what ships with Legation is another than it was. No answer follows from these entries but what changed.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from legation.errors import PolicyError
from legation.register import rows
from legation.register.appending import following
from legation.register.policy import Policy
from legation.register.state import BEGIN, Known
from legation.register.tables import entries, policies


@dataclass(frozen=True, slots=True)
class Adopted:
    """One policy under which the register stood from a point of known time on; the first has the sequence number 0."""

    known: Known
    label: str
    sha256: str
    shipped: bool
    text: str

    def policy(self) -> Policy:
        """Read the policy.

        Raises:
            PolicyError: it was noted by a Legation whose policies had another form.
        """
        if self.sha256 == Policy.default().sha256:
            return Policy.default()
        where = f"the policy {self.label} that the register stands under since entry {self.known.sequence}"
        try:
            return Policy.parse(self.text, where)
        except PolicyError as error:
            raise PolicyError(f"{error}; or ask under another with --policy FILE") from error


def adopted(connection: sa.Connection) -> list[Adopted]:
    """List the policies under which the register stood, in the order of the log."""
    query = sa.select(policies, entries.c.at).outerjoin(entries, entries.c.seq == policies.c.seq)
    return [
        Adopted(
            Known(row.seq, dt.datetime.fromisoformat(row.at) if row.at else BEGIN.at),
            row.label,
            row.sha256,
            bool(row.shipped),
            row.text,
        )
        for row in connection.execute(query.order_by(policies.c.seq))
    ]


def adopt(
    connection: sa.Connection, policy: Policy, at: dt.datetime | None, instead_of: str | None = None
) -> Known | None:
    """Note that the register stands under a policy from now on; None where it does already.

    With ``instead_of`` nothing is noted either unless that is the sum of the last policy, "" where there is none: somebody
    else may have adopted one meanwhile.

    Raises:
        DataError: ``at`` lies before the last entry, or in the future.
    """
    held = adopted(connection)
    last = held[-1].sha256 if held else ""
    if last == policy.sha256 or instead_of not in (None, last):
        return None
    known = BEGIN
    if held:
        known = following(connection, at)
        connection.execute(sa.insert(entries), rows.entry(known, "policy", replayed=at is not None))
    shipped = policy.sha256 == Policy.default().sha256
    row = {"seq": known.sequence, "label": policy.label, "sha256": policy.sha256, "shipped": int(shipped)}
    connection.execute(sa.insert(policies), {**row, "text": policy.text})
    return known
