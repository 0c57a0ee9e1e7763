"""How well and how fast copies are found.

    python benchmarks/copies.py [--documents 100000]

The labelled set: each annotated article, and what other desks make of it, labelled by how it was made. Copies: word for
word; under another headline; cut to 60, 40 and 30 percent; both; with every fifth sentence dropped; with figures and days
changed; with two paragraphs of another article put in. No copies: the other articles; a round-up with one paragraph of it;
another article that ends with its last paragraph. Speed: documents of which 30 percent are copies, one after another.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from itertools import accumulate, pairwise

from legation.copies import Index
from legation.model import Document
from stream import with_claims

Make = Callable[[str, str, random.Random], str]


def cut(share: float) -> Make:
    """Make what keeps only the beginning."""
    return lambda text, _other, _chance: text[: int(len(text) * share)]


def headed(text: str, other: str, _: random.Random) -> str:
    """Put another headline on it."""
    return f"{other.partition(chr(10))[0]}\n\n{text.partition(chr(10) * 2)[2] or text}"


def both(text: str, other: str, chance: random.Random) -> str:
    """Put another headline on it, and cut the tail."""
    return headed(text, other, chance)[: int(len(text) * 0.5)]


def thinned(text: str, _other: str, _chance: random.Random) -> str:
    """Drop every fifth sentence."""
    sentences = re.split(r"(?<=[.!?])\s", text)
    return " ".join(one for at, one in enumerate(sentences) if at % 5 != 4)


def altered(text: str, _other: str, chance: random.Random) -> str:
    """Change figures and days, as corrections do."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    text = re.sub(r"\b\d+\b", lambda _: str(chance.randint(1, 99)), text)
    return re.sub("|".join(days), lambda _: chance.choice(days), text)


def mixed(text: str, other: str, _: random.Random) -> str:
    """Put two paragraphs of another article in the middle."""
    parts, more = text.split("\n\n"), other.split("\n\n")[1:3]
    return "\n\n".join([*parts[:2], *more, *parts[2:]])


def round_up(text: str, other: str, _: random.Random) -> str:
    """Write another article, with one paragraph of this one in it."""
    return f"{other}\n\n{text.split(chr(10) * 2)[1] if chr(10) * 2 in text else ''}"


def ending(text: str, other: str, _: random.Random) -> str:
    """Write another article that ends as this one does."""
    return f"{other}\n\n{text.rsplit(chr(10) * 2, 1)[-1]}"


COPIES: dict[str, Make] = {
    "word for word": lambda text, _other, _chance: text,
    "another headline": headed,
    "cut to 60 %": cut(0.6),
    "cut to 40 %": cut(0.4),
    "cut to 30 %": cut(0.3),
    "another headline, cut to half": both,
    "every fifth sentence dropped": thinned,
    "figures and days changed": altered,
    "paragraphs of another put in": mixed,
}
OTHERS: dict[str, Make] = {"a round-up with one paragraph": round_up, "the same last paragraph": ending}


def judged() -> None:
    """Print recall by kind of copy, and precision over all that was said to be one."""
    chance = random.Random(3)  # noqa: S311
    articles = [one.text for one in with_claims()]
    index, whose = Index(), dict[str, int]()
    false = 0
    for number, text in enumerate(articles):
        one = Document(text=text, publisher=f"paper {number}")
        false += bool(index.add(one))
        whose[one.id] = number
    print(f"{len(articles)} articles, each by itself: {false} taken for copies of another")
    right = wrong = 0
    for name, make in (COPIES | OTHERS).items():
        found = 0
        for number, (text, other) in enumerate(pairwise([*articles, articles[0]])):
            made = make(text, other, chance)
            links = index.add(Document(text=made, publisher=f"desk {name} {number}"))
            hit = any(whose.get(link.earlier) == number for link in links)  # the trials before it are linked too
            if name in COPIES:
                found += hit
                right += hit
                wrong += any(link.earlier in whose and whose[link.earlier] != number for link in links)
            else:  # it is a copy of the other article, and none of this one
                found += hit
                wrong += hit
        word = "recall" if name in COPIES else "falsely found"
        print(f"  {name:34} {word} {found / len(articles):6.1%}")
    print(f"precision {right / (right + wrong):.2%}, recall {right / (len(articles) * len(COPIES)):.2%}")


def fast(count: int) -> None:
    """Print how long so many documents take, of 250 to 600 words with the corpora's frequencies."""
    chance, held = random.Random(5), list[str]()  # noqa: S311
    counted = Counter(word for one in with_claims() for word in one.text.split())
    words, weights = list(counted), list(accumulate(counted.values()))
    index, links, copied, spent = Index(), 0, 0, 0.0
    for number in range(count):
        if held and chance.random() < 0.3:
            text = chance.choice(held)
            text, copied = text[: int(len(text) * chance.uniform(0.4, 1.0))], copied + 1
        else:
            text = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(250, 600)))
            held.append(text)
        one = Document(text=text, publisher=f"paper {number}")
        begin = time.perf_counter()
        links += bool(index.add(one))
        spent += time.perf_counter() - begin
    print(
        f"{count} documents in {spent:.1f} s, {spent / count * 1e3:.2f} ms each; {copied} were copies, {links} were linked"
    )


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=100_000)
    args = options.parse_args()
    judged()
    fast(args.documents)


if __name__ == "__main__":
    main()
