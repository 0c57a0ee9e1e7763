"""What "the country", "the North", "its", "here", "there" and "the two capitals" stand for in a page.

Made once a page, then asked by the stages. What is only guessed from what the page is about goes through ``Salience``.
"""

import bisect
import re
from collections import Counter
from typing import Any, Final

from legation.reader.context.layout import Layout
from legation.reader.context.salience import Gap, Guess, Mode, Role, Salience
from legation.reader.lexicon import load
from legation.reader.mentions.mention import posts
from legation.reader.mentions.names import Names, Seat
from legation.reader.mentions.post import Post
from legation.reader.types import Page

_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})
_PLURAL: Final = frozenset({"they", "their", "them", "both"})
_WE: Final = frozenset({"we", "our", "us", "i", "my"})
_IN: Final = re.compile(r"\b(?:in|at|to|from)\s+(?:the\s+)?$")
_BACK: Final = 12  # posts looked back on for an antecedent


class Discourse:
    """What has been said up to a point of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.names = Names(page)
        self.posts = posts(page, self.names)
        self.layout = Layout(page, self.names)
        self.has_missions = any(post.kind == "mission" for post in self.posts)
        self._post_starts = [post.start for post in self.posts]
        self._subjects: dict[int, tuple[str, ...]] = {}
        self.persons: dict[str, str] = {}
        self._meet_persons()
        missions = [post for post in self.posts if post.kind in ("mission", "building", "head", "staff")]
        self.salience = Salience(
            page=page,
            names=self.names,
            subjects=self.subjects,
            section=self.layout.section,
            item=self.layout.item,
            dateline=self._written_from,
            owners=Counter(code for post in missions for code in post.owners),
            seats=Counter(seat.state for post in missions for seat in post.seats),
        )
        self.counts = self.salience.counts

    @property
    def pairs(self) -> list[tuple[int, str, str]]:
        """Give the pairs of sender and receiver found so far, with where."""
        return self.salience.pairs

    @property
    def dateline(self) -> Seat | None:
        """Give the place that the page is written from."""
        return self.layout.dateline

    def _written_from(self, offset: int) -> str | None:
        seat = self.layout.written_from(offset)
        return seat.state if seat else None

    def sentence(self, offset: int) -> int:
        """Give the index of the sentence that holds this character."""
        return self.names.sentence_of(offset)

    def section(self, offset: int) -> str | None:
        """Give the state of the heading that this character stands under."""
        return self.layout.section(offset)

    def remember(self, offset: int, sending: str, receiving: str) -> None:
        """Keep a pair of sender and receiver that the text gave."""
        self.pairs.append((offset, sending, receiving))

    # who acts

    def _meet_persons(self) -> None:
        """Remember whose people are named: "Turkish Foreign Minister Ahmet Davutoğlu" is later "Davutoğlu"."""
        titles = frozenset(load("discourse")["people"]["titles"])
        for token in self.page.parse:
            if token.pos_ == "PROPN" and token.i not in self.names.at_token and token.dep_ not in ("compound", "amod"):
                titled = any(child.lower_ in titles for child in (*token.children, token.head, *token.head.children))
                if titled and token.lower_ not in self.persons and (codes := self.named(token) or self._titled(token)):
                    self.persons[token.lower_] = codes[0]

    def _titled(self, token: Any) -> tuple[str, ...]:
        """Read "the Turkish foreign minister, Ahmet Davutoğlu": the name stands beside the title."""
        return self.named(token.head, 0) if token.dep_ == "appos" else ()

    def subjects(self, index: int) -> tuple[str, ...]:
        """Give the states that the subjects of a sentence name outright."""
        if index not in self._subjects:
            sentence = self.page.sentences[index]
            found: list[str] = []
            for token in self.page.parse[sentence.first_token : sentence.last_token]:
                if token.dep_ in _SUBJECT and token.pos_ != "PRON":
                    found += self.named(token) or self.person(token)
            self._subjects[index] = tuple(dict.fromkeys(found))
        return self._subjects[index]

    def named(self, token: Any, depth: int = 2) -> tuple[str, ...]:
        """Give the states that a noun phrase names outright: "the Thai foreign ministry" is Thailand."""
        if code := self._code(token.i):
            return (code,)
        for child in token.children:
            if (
                child.i < token.i
                and child.dep_ in ("poss", "amod", "compound", "nmod")
                and (code := self._code(child.i))
            ):
                return tuple(dict.fromkeys([code, *(c for one in child.conjuncts if (c := self._code(one.i)))]))
        for child in token.children:
            inner = list(child.children) if child.dep_ == "prep" and child.lower_ in ("of", "in") else []
            for one in [*inner, *([child] if child.dep_ == "appos" else [])]:
                if depth and (found := self.named(one, depth - 1)):
                    return found
        return ()

    def person(self, token: Any) -> tuple[str, ...]:
        """Give the state whose person this name was before."""
        code = self.persons.get(token.lower_) if token.pos_ == "PROPN" else None
        return (code,) if code else ()

    def states(self, token: Any) -> tuple[str, ...]:
        """Give the states that a noun phrase or pronoun stands for, named outright or not."""
        if found := self.named(token) or self.person(token):
            return found
        if token.tag_ in ("PRP", "PRP$"):
            return self.pronoun(token)
        owner = next((child for child in token.children if child.tag_ == "PRP$"), None)
        if owner is not None:
            return self.pronoun(owner)
        described = self.described(token)
        return (described,) if described else ()

    def _code(self, token: int) -> str | None:
        number = self.names.at_token.get(token)
        return self.names.places[number].state if number is not None else None

    def described(self, token: Any, exclude: frozenset[str] = frozenset()) -> str | None:
        """Resolve "the kingdom", "the North", "the country", "the government" to a state of the page."""
        words = load("discourse")
        lemma = token.lower_
        if not any(child.lower_ in ("the", "this", "that", "both") for child in token.children):
            return None
        single = lemma.removesuffix("s") if lemma != "compass" else lemma
        if single in words["compass"]:
            return next((code for code in words["compass"][single] if self.counts.get(code)), None)
        allowed = frozenset(words["sets"][single]) if single in words["sets"] else None
        if allowed is None and lemma not in words["words"]["state"] and lemma not in words["words"]["organ"]:
            return None
        found = self.guess("sending", "described", token.idx, exclude=exclude, allowed=allowed)
        return found.code if found else None

    def pronoun(self, token: Any) -> tuple[str, ...]:
        """Resolve "it", "its", "they": a subject before it in the sentence, else the likeliest state."""
        here = self.sentence(token.idx)
        sentence = self.page.sentences[here]
        if token.lower_ in _WE and (speakers := self._speakers(here)):
            return speakers[:1]
        subjects = [
            one
            for one in self.page.parse[sentence.first_token : token.i]
            if one.dep_ in _SUBJECT and one.pos_ != "PRON" and not any(up.i == one.i for up in token.ancestors)
        ]
        for subject in reversed(subjects):
            group = [subject, *(subject.conjuncts if token.lower_ in _PLURAL else ())]
            found = [code for one in group if one.i != token.i and one.pos_ != "PRON" for code in self.named(one, 1)]
            if found:
                return tuple(dict.fromkeys(found))
        guess = self.guess("sending", "pronoun", token.idx)
        return (guess.code,) if guess else ()

    def _speakers(self, index: int) -> tuple[str, ...]:
        """Give the states for which somebody speaks in this sentence or the one before."""
        for number in range(index, max(-1, index - 2), -1):
            sentence = self.page.sentences[number]
            for token in self.page.parse[sentence.first_token : sentence.last_token]:
                if token.lemma_.lower() in load("discourse")["people"]["speaking"]:
                    for child in token.children:
                        if child.dep_ in _SUBJECT and (found := self.named(child) or self.person(child)):
                            return found
        return ()

    # where

    def place(self, words: str, offset: int, exclude: frozenset[str] = frozenset(), kind: str = "") -> Seat | None:
        """Resolve "here", "there", "the country", "the kingdom", "the capital" to a seat."""
        words = words.lower()
        if words == "here":
            return self.layout.written_from(offset)
        if words == "there" and (seat := self._located(offset, exclude)):
            return seat
        lexicon = load("discourse")
        allowed = None
        for name, codes in lexicon["sets"].items():
            if re.search(rf"\b{name}s?\b", words):
                allowed = frozenset(codes)
        for name, codes in lexicon["compass"].items():
            if re.search(rf"\b{name}\b", words) and self.counts.get(codes[0]):
                return Seat(codes[0], None)
        found = self.guess("receiving", "described", offset, kind=kind, other=tuple(exclude), allowed=allowed)
        if found is None:
            return None
        city = None
        if "city" in words or words == "there":
            number = next(
                (
                    n
                    for n in reversed(self.names.within(max(0, offset - 400), offset))
                    if self.names.places[n].state == found.code
                ),
                None,
            )
            seat = self.names.seat(self.names.places[number]) if number is not None else None
            city = seat.city if seat else None
        return Seat(found.code, city)

    def _located(self, offset: int, exclude: frozenset[str]) -> Seat | None:
        """Give the place that this sentence, or the one before, says something to be in."""
        first = self.page.sentences[max(0, self.sentence(offset) - 1)].start
        for number in reversed(self.names.within(first, offset)):
            place = self.names.places[number]
            if place.state not in exclude and _IN.search(self.page.text, max(0, place.start - 12), place.start):
                return self.names.seat(place)
        return None

    # what the page is about

    def guess(
        self,
        role: Role,
        mode: Mode,
        offset: int,
        *,
        kind: str = "",
        other: tuple[str, ...] = (),
        before: tuple[str, ...] = (),
        exclude: frozenset[str] = frozenset(),
        allowed: frozenset[str] | None = None,
    ) -> Guess | None:
        """Give the likeliest state for a role that the words leave open."""
        gap = Gap(role, mode, offset, self.sentence(offset), kind, other, before, exclude, allowed)
        return self.salience.guess(gap)

    def receiver_for(self, sending: str, offset: int) -> str | None:
        """Give the likeliest receiver for this sender."""
        found = self.guess("receiving", "implicit", offset, other=(sending,))
        return found.code if found else None

    def sender_for(self, receiving: str | None, offset: int) -> str | None:
        """Give the likeliest sender for this receiver."""
        found = self.guess("sending", "implicit", offset, other=(receiving,) if receiving else ())
        return found.code if found else None

    def antecedent(self, post: Post) -> Post | None:
        """Give the mission that "the embassy", "it" or "that in …" goes back to."""
        number = bisect.bisect_left(self._post_starts, post.start)
        item = self.layout.item(post.start)
        for other in reversed(self.posts[max(0, number - _BACK) : number]):
            if other is post or other.kind != "mission" or other.pointer or self.layout.item(other.start) != item:
                continue
            if post.level in (None, "mission") or other.level in (post.level, "mission"):
                return other
        return None

    def missions_before(self, offset: int, sentences: int = 2) -> list[Post]:
        """Give the missions named before this character, in this and the sentences before it."""
        number = bisect.bisect_left(self._post_starts, offset)
        least, item = self.sentence(offset) - sentences, self.layout.item(offset)
        recent = self.posts[max(0, number - _BACK) : number]
        return [
            post
            for post in recent
            if post.kind == "mission" and self.sentence(post.start) > least and self.layout.item(post.start) == item
        ]

    def posts_before(self, offset: int, count: int) -> list[Post]:
        """Give the last such phrases that start before this character."""
        number = bisect.bisect_left(self._post_starts, offset)
        return self.posts[max(0, number - count) : number]

    def posts_in(self, start: int, end: int) -> list[Post]:
        """Give the noun phrases about missions, their people and relations that start in these characters."""
        return self.posts[bisect.bisect_left(self._post_starts, start) : bisect.bisect_left(self._post_starts, end)]
