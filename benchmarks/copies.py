"""How well and how fast copies are found.

    python benchmarks/copies.py [--documents 100000]

The labelled set: each annotated article, and what other desks make of it, labelled by how it was made. Copies: word for
word; under another headline; cut to 60, 40 and 30 percent; both; with every fifth sentence dropped; with figures and days
changed; with two paragraphs of another article put in. No copies: the other articles; a round-up with one paragraph of it;
another article that ends with its last paragraph. What counts is the document that the register says it goes back to.
Speed: documents of which 30 percent are copies, taken into a register, and what of that time finds the copies.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from legation.model import Document
from legation.register import Register, finding, tables
from legation.register.connection import address_of, engine
from stream import with_claims

OLD, YOUNG = "2023-10-01", "2023-10-02"
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
    made = [
        (name, number, make(text, other, chance))
        for name, make in (COPIES | OTHERS).items()
        for number, (text, other) in enumerate(pairwise([*articles, articles[0]]))
    ]
    with TemporaryDirectory() as folder, Register.open(Path(folder) / "copies.db") as register:
        first = [Document(text=text, publisher=f"paper {at}", published=OLD) for at, text in enumerate(articles)]
        register.add_all((one, [], "none/1") for one in first)
        print(f"{len(first)} articles, each by itself: {len(register.copies())} taken for copies of another")
        later = [Document(text=text, publisher=f"{name} {at}", published=YOUNG) for name, at, text in made]
        register.add_all((one, [], "none/1") for one in later)
        original = {one.document: one.original for one in register.copies()}
    found, wrong = Counter[str](), 0
    for (name, number, _), one in zip(made, later, strict=True):
        hit = original.get(one.id) == first[number].id
        found[name] += hit
        wrong += one.id in original and not hit if name in COPIES else hit  # the other article's it may be
    for name in COPIES | OTHERS:
        word = "recall" if name in COPIES else "falsely found"
        print(f"  {name:34} {word} {found[name] / len(articles):6.1%}")
    right = sum(found[name] for name in COPIES)
    print(f"precision {right / (right + wrong):.2%}, recall {right / (len(articles) * len(COPIES)):.2%}")


def written(count: int) -> Iterator[Document]:
    """Write documents of 250 to 600 words with the corpora's frequencies, three in ten of them copies, cut or whole."""
    chance, held = random.Random(5), list[str]()  # noqa: S311
    counted = Counter(word for one in with_claims() for word in one.text.split())
    words, weights = list(counted), list(accumulate(counted.values()))
    for number in range(count):
        if held and chance.random() < 0.3:
            text = chance.choice(held)
            text, day = text[: int(len(text) * chance.uniform(0.4, 1.0))], YOUNG
        else:
            text, day = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(250, 600))), OLD
            held.append(text)
        yield Document(text=text, publisher=f"paper {number}", published=day)


def fast(count: int) -> None:
    """Print how long it takes to take so many documents in, and to find the copies among them."""
    given = list(written(count))
    with TemporaryDirectory() as folder, Register.open(Path(folder) / "copies.db") as register:
        begin = time.perf_counter()
        register.add_all((one, [], "none/1") for one in given)
        spent = time.perf_counter() - begin
        links = len(register.copies())
        opened = engine(address_of(Path(folder) / "copies.db"), read_only=False, busy=5)
        with opened.begin() as connection:
            for table in (tables.copies, tables.marks):
                connection.execute(sa.delete(table))
            begin = time.perf_counter()
            finding.lay(connection, 1, count)
            spent_finding = time.perf_counter() - begin
        opened.dispose()
    copied = sum(one.published == YOUNG for one in given)
    print(f"{count} documents, {copied} of them copies, {links} said to be: {spent:.1f} s to take in,")
    print(f"of which {spent_finding:.1f} s ({spent_finding / count * 1e3:.2f} ms each) to find the copies")


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=100_000)
    args = options.parse_args()
    judged()
    fast(args.documents)


if __name__ == "__main__":
    main()
