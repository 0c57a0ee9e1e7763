"""Two networks side by side, member by member: two days, two points of known time, two definitions or policies."""

from dataclasses import dataclass
from typing import Any

from legation.network.counts import Network
from legation.network.members import Member


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second has and the first has not, and the other way round; ``changed`` holds pairs that both list."""

    before: Network
    after: Network
    gone: tuple[Member, ...]
    come: tuple[Member, ...]
    changed: tuple[tuple[Member, Member], ...]
    both: tuple[Member, ...] = ()  # as the second has them, those that changed among them

    @property
    def same(self) -> int:
        """How many both have alike."""
        return len(self.both) - len(self.changed)

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of ``legation compare --json``."""

        def side(network: Network) -> dict[str, Any]:
            return {
                "on": network.on.isoformat(),
                "known": network.known.sequence if network.known else None,
                "definition": network.definition,
                "total": network.total,
                "counts": network.counts,
                **network.completeness,
            }

        return {
            "version": 1,
            "sending": self.before.sending,
            "before": side(self.before),
            "after": side(self.after),
            "gone": [one.json_form() for one in self.gone],
            "come": [one.json_form() for one in self.come],
            "changed": [{"before": old.json_form(), "after": new.json_form()} for old, new in self.changed],
            "same": self.same,
        }


def compare(before: Network, after: Network) -> Difference:
    """Compare what counts in both. A member that may or may not be open is neither gone nor come but changed.

    Who is gone is shown as the second network has it, so that its quotes tell of the closing.
    """
    old = {one.id: one for one in (*before.open, *before.unsure)}
    new = {one.id: one for one in (*after.open, *after.unsure)}
    later = {one.id: one for one in after.members}
    both = sorted(set(old) & set(new))
    changed = [
        (old[name], new[name])
        for name in both
        if (old[name].counted, old[name].kind) != (new[name].counted, new[name].kind)
    ]
    return Difference(
        before,
        after,
        gone=tuple(later.get(name, old[name]) for name in sorted(set(old) - set(new))),
        come=tuple(new[name] for name in sorted(set(new) - set(old))),
        changed=tuple(changed),
        both=tuple(new[name] for name in both),
    )
