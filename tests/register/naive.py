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
    target: str
    by: str
    slot: int | None = None

    def contradicts(self, other: "Ruled") -> bool:
        """Whether both cannot hold."""
        if self.target != other.target:
            return False
        if self.kind == other.kind == "correct":
            return self.slot != other.slot
        return {self.kind, other.kind} == {"accept", "reject"}


@dataclass
class Naive:
    """The log up to some entry, under a policy of two numbers."""

    log: list[Told | Ruled] = field(default_factory=list)

    def rulings(self, upto: int) -> list[Ruled]:
        """List the rulings that are not withdrawn."""
        ruled = [each for each in self.log[:upto] if isinstance(each, Ruled)]
        gone = {each.target for each in ruled if each.kind == "withdraw"}
        return [each for each in ruled if each.kind != "withdraw" and each.id not in gone]

    def standings(self, upto: int, origins: int) -> dict[tuple[str, int], str]:
        """Say how what happened on each day at each mission stands."""
        held = self.rulings(upto)
        heeded = [one for one in held if not any(one.contradicts(other) for other in held)]
        accepted, rejected = ({one.target for one in heeded if one.kind == kind} for kind in ("accept", "reject"))
        corrected = {one.target: one.slot for one in heeded if one.kind == "correct"}
        newest: dict[str, Told] = {}
        for each in self.log[:upto]:
            if isinstance(each, Told) and (each.document not in newest or each.version > newest[each.document].version):
                newest[each.document] = each
        saying: dict[tuple[str, int], set[str]] = {}
        settled: set[tuple[str, int]] = set()
        for reading in newest.values():
            for key, (mission, slot, origin) in reading.claims.items():
                if key not in rejected:
                    place = mission, corrected.get(key) if corrected.get(key) is not None else slot
                    saying.setdefault(place, set()).add(origin)  # type: ignore[arg-type]  # the slot is never None here
                    settled |= {place} if key in accepted else set()  # type: ignore[arg-type]
        return {
            place: "confirmed" if place in settled or len(who) >= origins else "reported"
            for place, who in saying.items()
        }

    def is_open(self, upto: int, origins: int, moving: set[str], mission: str, after: int) -> Answer | None:
        """Say whether a mission is open shortly after a day's number; None where nothing is told of it."""
        told = {slot: each for (whose, slot), each in self.standings(upto, origins).items() if whose == mission}
        if not told:
            return None
        events = sorted(slot for slot, standing in told.items() if standing in moving)
        past, coming = [slot for slot in events if slot <= after], [slot for slot in events if slot > after]
        if not events or (past and coming and past[-1] % 2 == coming[0] % 2):
            return Answer.UNKNOWN
        if not past:
            return Answer.NO if coming[0] % 2 == 0 else Answer.UNKNOWN
        return Answer.YES if past[-1] % 2 == 0 else Answer.NO
