"""What speaks for a distinct claim: the rules' candidates, the learned half's proposal, and what else the page may say.

A claim stands among rivals: the same kind with the states exchanged, another kind between the same two, the same kind
with one other state. A sentence seldom says both, so that the features of a claim tell how far its rivals are ahead of
it, and which of them the rules have found words for.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from legation.model.vocabulary import RELATION_KINDS
from legation.reader import learned
from legation.reader.learned import Proposal
from legation.reader.rules import FLOOR
from legation.reader.types import Event, Page

One = TypeVar("One", Event, Proposal)
Key = tuple[str, str | None, str | None, int]

RIVALRIES: Final = ("mirror", "kin", "neighbour")
CONTRARY: Final = {"opened": "closed", "closed": "opened"}
FARTHEST: Final = 5.0  # how far a rival can be ahead or behind, in log odds
CLOSE: Final = 12  # characters between two words that belong to one telling
_UNSEEN: Final = learned.FLOOR / 2  # the chance of what was not proposed


@dataclass(frozen=True, slots=True)
class Case:
    """One distinct claim with what either half has to say for it, and the features that the judge weighs."""

    kind: str
    events: tuple[Event, ...]
    proposal: Proposal | None
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim as one half tells it: where, with what log odds, and whether the rules have words for it."""

    key: Key
    sentence: int
    trigger: tuple[int, int]
    odds: float
    ruled: bool


def cases(page: Page, events: Sequence[Event], proposals: Sequence[Proposal]) -> Iterator[Case]:
    """Bring together what both halves say, one case a distinct claim, in order of first mention."""
    told = [one for one in events if one.score >= FLOOR]
    events, proposals = _left(page, events, told), _left(page, proposals, told)
    by_key = {key_of(proposal): proposal for proposal in proposals}
    found: dict[Key, list[Event]] = {}
    for event in events:
        found.setdefault(key_of(event), []).append(event)
    voices = [_Told(key_of(one), one.sentence, one.trigger, odds(one.score), ruled=False) for one in proposals]
    voices += [_Told(key_of(one), one.sentence, one.trigger, 0.0, ruled=True) for one in told]
    by_sentence: dict[int, list[_Told]] = {}
    for one in voices:
        by_sentence.setdefault(one.sentence, []).append(one)
    best = max((one.odds for one in voices if not one.ruled), default=odds(_UNSEEN))
    size = {"long": math.log(1 + len(page.sentences)), "ruled.beside": math.log(1 + len(told))}
    for key in dict.fromkeys([*found, *by_key]):
        mine, proposal = tuple(found.get(key, ())), by_key.get(key)
        values = _own(mine, proposal, size) | {"behind": best - odds(proposal.score if proposal else _UNSEEN)}
        if proposal is not None:
            values |= _named(page, proposal) | _rivals(
                proposal, by_sentence.get(proposal.sentence, []), ruled=bool(mine)
            )
        yield Case(key[0], mine, proposal, values)


def _left(page: Page, ones: Sequence[One], told: Sequence[Event]) -> list[One]:
    """Leave out what the rules read as something else, but nothing that they say themselves."""
    sure = {key_of(one) for one in told}
    return [one for one in ones if key_of(one) in sure or not _is_told_otherwise(page, one, told)]


def _is_told_otherwise(page: Page, one: Event | Proposal, told: Sequence[Event]) -> bool:
    """Whether the rules read the sentence as something else that leaves no room for a claim.

    "SEOUL. Peru will close a dozen missions" closes none in Seoul: a number of missions that it does not name. Nor is
    the base from which a mission covers a state covered by it, or closed. "Peru will close in Bonn and open in Baku" opens none in Bonn.
    """
    beside = [other for other in told if other.sentence == one.sentence]
    if one.receiving is None:
        return False
    if one.kind == "farewell":  # told in set forms of words, which the rules know
        return any(other.kind == "farewell" for other in beside)
    beside = [other for other in beside if other.sending == one.sending]
    bases = {other.from_ for other in beside if other.kind == "accredited"}
    if one.kind == "accredited" or (one.kind == "closed" and one.receiving in bases):
        return one.receiving in bases
    opposite = [other for other in beside if other.kind == CONTRARY.get(one.kind)]
    if any(other.receiving == one.receiving for other in opposite) and any(other.kind == one.kind for other in beside):
        return True
    sentence = page.sentences[one.sentence]
    here = [place for place in page.places if sentence.start <= place.start < sentence.end]
    seats = {place.state for place in here if place.kind != "demonym"}
    return one.receiving not in seats and any(other.kind == "counted" for other in beside)


def key_of(one: Event | Proposal) -> Key:
    """Give what makes two readings one claim: kind and states; the sentence where there is no receiver."""
    pair: tuple[str | None, str | None] = (one.sending, one.receiving)
    if one.kind in RELATION_KINDS:
        pair = (min(str(one.sending), str(one.receiving)), max(str(one.sending), str(one.receiving)))
    return one.kind, *pair, one.sentence if one.receiving is None else -1


def odds(chance: float) -> float:
    """Give the log odds of a chance, bounded."""
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(chance / (1 - chance))


def _own(events: Sequence[Event], proposal: Proposal | None, size: Mapping[str, float]) -> dict[str, float]:
    """Give what both halves say of the claim itself."""
    best = max(events, key=lambda event: event.score, default=None)
    logit = odds(proposal.score if proposal else _UNSEEN)
    kind = best.kind if best else proposal.kind if proposal else ""
    found = {"bias": 1.0, "learned": logit, f"kind.{kind}": 1.0, "learned.long": logit * size["long"], **size}
    if proposal is None:
        found["unproposed"] = 1.0
    if best is None:
        return found | {f"unruled.{name}": value for name, value in size.items()}
    rule = best.trace[0].rule if best.trace else "none"
    return found | {"ruled": 1.0, "score": best.score, "both": logit, f"rule.{rule}": 1.0}


def _named(page: Page, proposal: Proposal) -> dict[str, float]:
    sentence = page.sentences[proposal.sentence]
    named = {place.state for place in page.places if sentence.start <= place.start < sentence.end}
    return {
        "focus": proposal.sentences[0][1] if proposal.sentences else 1.0,
        "named": float(len({proposal.sending, proposal.receiving} & named)),
        "headline": float(sentence.headline),
    }


def _rivals(proposal: Proposal, told: Sequence[_Told], *, ruled: bool) -> dict[str, float]:
    """Give, for each rivalry, how far the best rival in the sentence is ahead, and whether the rules found one."""
    own, logit = key_of(proposal), odds(proposal.score)
    found: dict[str, float] = {}
    for one in told:
        rivalry = _rivalry(own, one.key)
        if rivalry is None:
            continue
        # the same word can hardly tell of both
        word = "word" if _close(proposal.trigger, one.trigger) else "sentence"
        if one.ruled:
            found[f"{rivalry}.{word}.{'both' if ruled else 'ruled'}"] = 1.0
        else:
            name = f"{rivalry}.{word}.ahead"
            ahead = max(-FARTHEST, min(FARTHEST, one.odds - logit)) + FARTHEST
            found[name] = max(ahead, found.get(name, 0.0))
    return found


def _close(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] + CLOSE and other[0] < one[1] + CLOSE


def _rivalry(own: Key, other: Key) -> str | None:
    if own == other:
        return None
    if own[0] != other[0]:
        return "kin" if {own[1], own[2]} == {other[1], other[2]} else None
    if (own[1], own[2]) == (other[2], other[1]):
        return "mirror"
    return "neighbour" if {own[1], own[2]} & {other[1], other[2]} else None
