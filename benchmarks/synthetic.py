"""Claims of a realistic shape, from a seed: 197 states, some missions told of by many, copies, and disputes.

The shape (for a million claims): 15,000 missions whose number of claims is skewed (log-normal, sigma 1), 5 % of missions
disputed by an organ of either state, 30 % of documents copies of another's words, half of those cut and under another
headline, one to four claims a document.
"""

import datetime as dt
import itertools
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from legation.gazetteer import capital, states
from legation.model import Claim, Document
from legation.model.vocabulary import Kind, MissionKind, Status

PUBLISHERS = [
    f"The {place} {name}"
    for place in ("Northern", "Southern", "Coastal", "River", "Capital", "Island")
    for name in ("Post", "Herald", "Courier", "Times", "Wire")
]
CITIES = ("Port Aster", "Linden", "Marrow Bay", "Halden", "Quill")
SYLLABLES = ("ba", "cor", "den", "fi", "gal", "hu", "ken", "lo", "mar", "nes", "o", "pra", "ri", "sul", "ta", "ve")
WORDS = ["".join(parts) for parts in itertools.product(SYLLABLES, repeat=3)]
READER = "bench/1"


@dataclass(slots=True)
class Post:
    """A mission with what truly happened to it."""

    sending: str
    receiving: str
    city: str
    kind: MissionKind
    events: list[tuple[Kind, dt.date]]
    disputed: bool


def posts(count: int, chance: random.Random) -> list[Post]:
    """Make missions, each opened once, and some suspended, resumed and closed."""
    codes = sorted(state.code for state in states() if capital(state.code))[:197]
    found: list[Post] = []
    taken: set[tuple[str, str, str]] = set()
    while len(found) < count:
        sending, receiving = chance.sample(codes, 2)
        consular = chance.random() < 0.3
        city = chance.choice(CITIES) if consular else str(capital(receiving))
        key = sending, receiving, city
        if key in taken:
            continue
        taken.add(key)
        day, events = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(22_000)), []
        kinds: tuple[Kind, ...] = ("opened", "suspended", "resumed", "closed")
        for kind in kinds[: chance.choice((1, 1, 1, 1, 2, 3, 4))]:
            events.append((kind, day))
            day += dt.timedelta(days=chance.randrange(500, 2500))
        found.append(
            Post(sending, receiving, city, "consulate" if consular else "embassy", events, chance.random() < 0.05)
        )
    return found


def documents(claims: int, seed: int = 4) -> Iterator[tuple[Document, list[Claim], str]]:
    """Write documents until they hold so many claims, in the order of their days."""
    chance = random.Random(seed)  # noqa: S311  # the same data in every run
    known = posts(max(150, claims * 15_000 // 1_000_000), chance)
    weights = [chance.lognormvariate(0, 1) for _ in known]
    made, number, held = 0, 0, deque[tuple[str, list[Claim]]](maxlen=400)  # what may still be copied
    day = dt.date(2000, 1, 1)
    days = 9_000 / max(1, claims / 1.75)
    while made < claims:
        number += 1
        published = day + dt.timedelta(days=int(number * days))
        publisher = chance.choice(PUBLISHERS)
        if held and chance.random() < 0.3:
            text, found = held[chance.randrange(len(held))]
            text, found = _reprinted(text, found) if chance.random() < 0.5 else (text, found)
        else:
            chosen = chance.choices(known, weights, k=chance.choice((1, 1, 2, 4)))
            text, found = _write(chosen, published, number, chance)
            held.append((text, found))
        made += len(found)
        yield (
            Document(text=text, title=f"No. {number}", published=published.isoformat(), publisher=publisher),
            found,
            READER,
        )


def _write(chosen: list[Post], published: dt.date, number: int, chance: random.Random) -> tuple[str, list[Claim]]:
    text, found = f"Report {number} of the day, from the desk for foreign affairs.", []
    for post in chosen:
        kind, when = chance.choice(post.events)
        status: Status = "denied" if post.disputed and chance.random() < 0.3 else "done"
        holder = chance.choice((None, None, None, f"desk {chance.randrange(40)} of the Halden Institute"))
        date = chance.choice((when.isoformat(), when.isoformat()[:7], when.isoformat()[:4], when.isoformat()))
        quote = f"The {post.kind} of {post.sending} in {post.city} was {kind}, readers were told in {date}"
        start = len(text) + 1
        text = f"{text} {quote}."
        organ = post.receiving if status == "denied" else None
        if when > published:
            status = "planned"
        found.append(
            Claim(
                kind=kind, sending=post.sending, receiving=post.receiving, city=post.city, mission=post.kind, status=status,
                holder=holder, organ=organ, date=date, quote=quote, start=start, end=start + len(quote),
            )
        )  # fmt: skip
    return f"{text} {' '.join(chance.choices(WORDS, k=120))}.", found


def _reprinted(text: str, found: list[Claim]) -> tuple[str, list[Claim]]:
    """Put another headline on a text and cut its tail, behind what it claims."""
    head, last = "From the wires. ", max(claim.end for claim in found)
    moved = [
        msgspec.structs.replace(claim, start=claim.start + len(head), end=claim.end + len(head)) for claim in found
    ]
    return head + text[: last + (len(text) - last) * 2 // 3], moved
