"""Make short articles from patterns, with claims that are known by construction: what sends and receives, cheaply.

    python training/synthetic.py OUT.jsonl COUNT SEED

The patterns (``patterns.txt``) are ours and simple; they teach the roles, the annotated articles teach the language.
"""

import json
import random
import re
import sys
from pathlib import Path

from augment import names

from legation import gazetteer

STATUS = {"p": "planned", "m": "possible", "n": "denied"}
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
_BARE = re.compile(r"\{([ABCD])(\.[ac])?\}|(?<![\w.])([ABCD])\.([ac])\b")
_SENTENCES = (1, 2, 3, 3, 4, 4, 5, 6)


def patterns() -> list[tuple[list[tuple[str, str, str, str]], str]]:
    """Read the patterns: claims and wording."""
    result = []
    for line in (Path(__file__).parent / "patterns.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        left, wording = line.split(" | ", 1)
        parts = [one.split() for one in left.split(",")] if left.strip() != "-" else []
        status = STATUS[parts[-1][2]] if parts and len(parts[-1]) > 2 else "done"
        result.append(([(kind, *pair.split(">"), status) for kind, pair, *_ in parts], wording))
    return result


def worded(wording: str, states: dict[str, str], chance: random.Random) -> str:
    """Choose among the wordings and put in the states."""

    def choose(match: re.Match) -> str:
        option = chance.choice(match[1].split("|"))
        return f"{{{option}}}" if re.fullmatch(r"[ABCD](\.[ac])?", option) else option

    def name(match: re.Match) -> str:
        letter, form = match[1] or match[3], (match[2] or match[4] or "").lstrip(".")
        return names()[states[letter]][{"": "state", "a": "demonym", "c": "city"}[form]]

    text = _BARE.sub(name, _CHOICE.sub(choose, wording))
    return re.sub(r"\s+([.,;:])", r"\1", re.sub(r"  +", " ", text))


def article(number: int, known: list, chance: random.Random) -> dict:
    """Put some sentences together, about few states, so that they must be told apart."""
    pool = chance.sample(list(names()), chance.choice((3, 4, 4, 5, 6, 8)))
    text, sentences, claims = "", [], []
    for index in range(chance.choice(_SENTENCES)):
        told, wording = chance.choice(known)
        letters = sorted(
            set(
                re.findall(
                    r"\b[ABCD]\b",
                    " ".join(one for claim in told for one in claim[1:3]) + " " + re.sub(r"[^ABCD.{}| ]", " ", wording),
                )
            )
        )
        if len(letters) > len(pool):
            continue
        states = dict(zip(letters, chance.sample(pool, len(letters)), strict=True))
        sentence = worded(wording, states, chance)
        text += ("\n\n" if index == 1 or chance.random() < 0.2 else " ") if text else ""
        start = len(text)
        text += sentence
        sentences.append({"start": start, "end": len(text), "headline": index == 0})
        claims += [
            {"kind": kind, "sending": states[sends], "receiving": states[receives], "status": status,
             "quote": sentence, "start": start, "end": len(text)}
            for kind, sends, receives, status in told
        ]  # fmt: skip
    places = [
        {"start": p.start, "end": p.end, "state": p.state, "kind": p.kind, "city": p.city} for p in gazetteer.find(text)
    ]
    return {
        "doc": f"pattern-{number}",
        "corpus": "patterns",
        "text": text,
        "sentences": sentences,
        "places": places,
        "claims": claims,
    }


def articles(count: int, chance: random.Random) -> list[dict]:
    """Make a number of articles."""
    known = patterns()
    return [one for number in range(count) if (one := article(number, known, chance))["text"]]


def main(out: str, count: str, seed: str) -> None:
    """Write articles to a file, to look at them."""
    chance = random.Random(int(seed))  # noqa: S311 - seeded, so that a run can be had again
    with Path(out).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in articles(int(count), chance))


if __name__ == "__main__":
    main(*sys.argv[1:])
