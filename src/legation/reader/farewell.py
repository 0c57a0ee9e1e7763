"""Find heads of mission who take their leave of the state that received them."""

import functools
import re

from legation.reader.discourse import Discourse
from legation.reader.draft import make
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence, Trace


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{one})\b" for one in load("triggers")["farewell"]["patterns"]), re.IGNORECASE)


def farewells(page: Page, discourse: Discourse, sentence: Sentence) -> list[Event]:
    """Find farewell calls in this sentence: at most one for each head of mission named in it."""
    match = _pattern().search(page.text, sentence.start, sentence.end)
    if match is None:
        return []
    heads = [post for post in discourse.posts_in(sentence.start, sentence.end) if post.kind == "head"]
    score = 1.0
    if not any(post.owners for post in heads):
        heads = [post for post in discourse.posts_in(max(0, sentence.start - 400), sentence.end) if post.kind == "head" and post.owners][-1:]
        score = 0.8
    found: list[Event] = []
    for post in heads:
        for sending in post.owners[:4]:
            hosts = [seat.state for seat in post.seats if seat.state != sending]
            rule = "phrase.seat"
            if not hosts:
                hosts, rule = _hosts(page, discourse, sentence, sending), "clause.place"
            if not hosts:
                code = discourse.receiver_for(sending, match.start())
                hosts, rule, score = [code] if code else [], "discourse.pair", score - 0.2
            for receiving in hosts[:1]:
                discourse.remember(match.start(), sending, receiving)
                trace = (
                    Trace("kind", "farewell.words", match[0]),
                    Trace("sending", "phrase.owner", page.text[post.start : post.end]),
                    Trace("receiving", rule, ""),
                )
                seat = next((one for one in post.seats if one.state == receiving), None)
                found.append(
                    make(
                        page, sentence, "farewell", (sending, receiving), match.span(), (post.start,), seat=seat,
                        mission=post.level or "embassy", score=score, trace=trace,
                    )
                )  # fmt: skip
    return found


def _hosts(page: Page, discourse: Discourse, sentence: Sentence, sending: str) -> list[str]:
    codes = [discourse.names.places[n].state for n in discourse.names.within(sentence.start, sentence.end)]
    return [code for code in codes if code and code != sending]
