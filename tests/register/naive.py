"""A naive model of the register for exact days: a list, read from the start for every question."""

from dataclasses import dataclass, field

from legation.model import Answer


@dataclass(frozen=True)
class Told:
    """A reading: what each claim says (mission, number of the day, origin), even days being openings, odd ones closings."""

    document: str
    version: int
    claims: dict[str, tuple[str, int, str]]


@dataclass(frozen=True)
class Ruled:
    """A ruling; ``slot`` is the day to which a claim is corrected."""

    id: str
    kind: str
    named: tuple[str, ...]
    by: str
    slot: int | None = None

    def contradicts(self, other: "Ruled") -> bool:
        """Whether both cannot hold."""
        if not set(self.named) & set(other.named):
            return False
        if self.kind == other.kind == "correct":
            return self.slot != other.slot
        kinds = {self.kind: self.named, other.kind: other.named}
        if kinds.keys() == {"merge", "split"}:
            return bool(set(kinds["merge"]) - set(kinds["split"]))
        return kinds.keys() == {"accept", "reject"}


@dataclass
class Naive:
    """The log up to some entry, under a policy of two numbers; a text in it notes that a policy was adopted, which moves nothing."""

    log: list[Told | Ruled | str] = field(default_factory=list)

    def rulings(self, upto: int) -> list[Ruled]:
        """List the rulings that are not withdrawn."""
        ruled = [each for each in self.log[:upto] if isinstance(each, Ruled)]
        gone = {name for each in ruled if each.kind == "withdraw" for name in each.named}
        return [each for each in ruled if each.kind != "withdraw" and each.id not in gone]

    def standings(self, upto: int, origins: int) -> dict[tuple[str, int], list[str]]:
        """Say how what happened on each day at each mission stands; what was split from the rest stands by itself."""
        held = self.rulings(upto)
        heeded = [one for one in held if not any(one.contradicts(other) for other in held)]
        accepted, rejected = (
            {name for one in heeded if one.kind == kind for name in one.named} for kind in ("accept", "reject")
        )
        corrected = {one.named[0]: one.slot for one in heeded if one.kind == "correct"}
        apart = {name: one.id for one in heeded if one.kind == "split" for name in one.named}
        newest: dict[str, Told] = {}
        for each in self.log[:upto]:
            if isinstance(each, Told) and (each.document not in newest or each.version > newest[each.document].version):
                newest[each.document] = each
        saying: dict[tuple[str, int], dict[str, set[str]]] = {}
        settled: set[tuple[str, int, str]] = set()
        for reading in newest.values():
            for key, (mission, slot, origin) in reading.claims.items():
                if key not in rejected:
                    day = corrected.get(key)
                    place, part = (mission, slot if day is None else day), apart.get(key, "")
                    saying.setdefault(place, {}).setdefault(part, set()).add(origin)
                    settled |= {(*place, part)} if key in accepted else set()
        return {
            place: sorted(
                "confirmed" if (*place, part) in settled or len(who) >= origins else "reported"
                for part, who in parts.items()
            )
            for place, parts in saying.items()
        }

    def is_open(self, upto: int, origins: int, moving: set[str], mission: str, after: int) -> Answer | None:
        """Say whether a mission is open shortly after a day's number; None where nothing is told of it."""
        told = {slot: each for (whose, slot), each in self.standings(upto, origins).items() if whose == mission}
        if not told:
            return None
        events = sorted(slot for slot, standings in told.items() if moving & set(standings))
        past, coming = [slot for slot in events if slot <= after], [slot for slot in events if slot > after]
        if not events or (past and coming and past[-1] % 2 == coming[0] % 2):
            return Answer.UNKNOWN
        if not past:
            return Answer.NO if coming[0] % 2 == 0 else Answer.UNKNOWN
        return Answer.YES if past[-1] % 2 == 0 else Answer.NO
