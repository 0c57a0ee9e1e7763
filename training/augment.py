"""Exchange the states of a document for others, name for name, so that the reader learns roles and not history."""

import random

from legation import gazetteer

SKIP = {"EU", "UN", "VA", "HK", "MO", "TW", "PS", "EH", "XK", "DD"}


def exchanged(example: dict, chance: random.Random, share: float = 0.7) -> dict:
    """Give the same example with most of its states exchanged; words that are no known name of a state stay."""
    forms = names()
    own = sorted({place["state"] for place in example["places"] if place["state"] in forms})
    moving = [state for state in own if chance.random() < share]
    free = [state for state in forms if state not in own]
    swap = dict(zip(moving, chance.sample(free, len(moving)), strict=True)) if len(moving) <= len(free) else {}
    text, shifts = example["text"], [(0, 0)]
    built, at = [], 0
    for place in example["places"]:
        new = replacement(place, swap, text)
        if new is None or place["start"] < at:
            continue
        built += [text[at : place["start"]], new]
        at = place["end"]
        shifts.append((place["end"], sum(map(len, built)) - at))
    built.append(text[at:])

    def moved(offset: int) -> int:
        return offset + [shift for start, shift in shifts if start <= offset][-1]

    def spanned(one: dict, **changes: str | None) -> dict:
        return {**one, "start": moved(one["start"]), "end": moved(one["end"]), **changes}

    def other(state: str | None) -> str | None:
        return swap.get(state, state)

    return {
        **example,
        "text": "".join(built),
        "sentences": [spanned(one) for one in example["sentences"]],
        "places": [spanned(one, state=other(one["state"])) for one in example["places"]],
        "claims": [
            spanned(one, sending=other(one["sending"]), receiving=other(one["receiving"])) for one in example["claims"]
        ],
    }


def names() -> dict[str, dict[str, str]]:
    """Give name, demonym and capital of each state that can stand in for another."""
    if not _NAMES:
        for state in gazetteer.states():
            if state.code not in SKIP and state.demonyms and state.capital:
                _NAMES[state.code] = {"state": state.name, "demonym": state.demonyms[0], "city": state.capital}
    return _NAMES


_NAMES: dict[str, dict[str, str]] = {}


def replacement(place: dict, swap: dict[str, str], text: str) -> str | None:
    """Give the words that stand in for a name, in its form; None where the name stays."""
    if place["state"] not in swap or place["kind"] not in ("state", "demonym", "city"):
        return None
    old, new = text[place["start"] : place["end"]], names()[swap[place["state"]]]
    if not old[0].isupper() or old.lower().startswith("the "):
        return None
    word = new[place["kind"]]
    if place["kind"] == "demonym" and old.endswith("s") and not old.endswith("ss") and word.endswith(("n", "i")):
        word += "s"
    return word.upper() if old.isupper() and len(old) > 3 else word
