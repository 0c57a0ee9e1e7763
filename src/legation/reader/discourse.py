"""What "the country", "the North", "its", "here", "there" and "the two capitals" stand for in a page.

Three things are kept in mind: which states the page is about, which of them was named last in which part, and which
pairs of sender and receiver have been seen together. Every answer names how it was found, for the trace.
"""

import bisect
import re
from collections import Counter
from typing import Any, Final

from legation.reader.lexicon import load
from legation.reader.mention import Post, posts
from legation.reader.names import Names, Seat
from legation.reader.parse import pieces
from legation.reader.types import Page

_NEAR: Final = 3  # sentences back in which a description is looked for
_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})
_PLURAL: Final = frozenset({"they", "their", "them", "both"})


class Discourse:
    """What has been said up to a point of the page. Made once a page, then asked by the stages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.names = Names(page)
        self.posts = posts(page, self.names)
        self._sentence_starts = [sentence.start for sentence in page.sentences]
        self._post_starts = [post.start for post in self.posts]
        self.dateline = self._dateline()
        self.sections = self._sections()
        counts = Counter(place.state for place in page.places if place.state)
        title_end = next((sentence.end for sentence in page.sentences if not sentence.headline), 0)
        for place in page.places:
            if place.state and place.start < title_end and page.sentences[0].headline:
                counts[place.state] += 2
        self.counts = counts
        self.pairs: list[tuple[int, str, str]] = []

    def sentence(self, offset: int) -> int:
        """Give the index of the sentence that holds this character."""
        return max(0, bisect.bisect_right(self._sentence_starts, offset) - 1)

    def _dateline(self) -> Seat | None:
        for start, end, kind in pieces(self.page.text):
            if kind == "dateline":
                for number in self.names.within(start, end):
                    if seat := self.names.seat(self.names.places[number]):
                        return seat
                return None
        return None

    def _sections(self) -> list[tuple[int, str]]:
        """Headings that name a state: a line of its own, or words before a colon or full stop that open a paragraph."""
        found: list[tuple[int, str]] = []
        for match in re.finditer(r"^[ \t]*(?:[-*•#\d. ]{0,8})", self.page.text, re.MULTILINE):
            number = self.names.starting(match.end())
            if number is None:
                if match.end() and not self.page.text[match.end() :].strip():
                    break
                continue
            place = self.names.places[number]
            after = self.page.text[place.end : place.end + 2]
            if place.state and place.kind != "demonym" and (after[:1] in (":", "\n", "") or after[:1] == "."):
                found.append((place.start, place.state))
        return found

    def section(self, offset: int) -> str | None:
        """Give the state of the heading that this character stands under."""
        number = bisect.bisect_right(self.sections, (offset, "~")) - 1
        return self.sections[number][1] if number >= 0 else None

    # who acts

    def states(self, token: Any, depth: int = 2) -> tuple[str, ...]:
        """Give the states that a noun phrase or pronoun stands for: "the Thai foreign ministry" is Thailand."""
        number = self.names.at_token.get(token.i)
        if number is not None:
            code = self.names.places[number].state
            return (code,) if code else ()
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            return self.pronoun(token)
        for child in token.children:
            if child.i < token.i and child.dep_ in ("poss", "amod", "compound", "nmod"):
                number = self.names.at_token.get(child.i)
                if number is not None and (code := self.names.places[number].state):
                    return tuple(dict.fromkeys([code, *(c for one in child.conjuncts if (c := self._code(one.i)))]))
                if child.tag_ == "PRP$":
                    return self.pronoun(child)
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in") and depth:
                for inner in child.children:
                    if found := self.states(inner, depth - 1):
                        return found
            if child.dep_ == "appos" and depth and (found := self.states(child, depth - 1)):
                return found
        described = self.described(token)
        if described:
            return (described,)
        return ()

    def _code(self, token: int) -> str | None:
        number = self.names.at_token.get(token)
        return self.names.places[number].state if number is not None else None

    def described(self, token: Any, exclude: frozenset[str] = frozenset()) -> str | None:
        """Resolve "the kingdom", "the North", "the country" to a state named before."""
        words = load("discourse")
        lemma = token.lower_
        if not any(child.lower_ in ("the", "this", "that", "both") for child in token.children):
            return None
        single = lemma[:-1] if lemma.endswith("s") and lemma not in ("compass",) else lemma
        if single in words["sets"]:
            return self._last(token.idx, frozenset(words["sets"][single]), exclude)
        if single in words["compass"]:
            code = words["compass"][single][0]
            return code if self.counts.get(code) else None
        if lemma in words["words"]["state"]:
            return self._last(token.idx, None, exclude)
        return None

    def _last(self, offset: int, allowed: frozenset[str] | None, exclude: frozenset[str]) -> str | None:
        codes = [
            place.state
            for place in self.page.places
            if place.start < offset and place.state and place.state not in exclude and (allowed is None or place.state in allowed)
        ]
        return codes[-1] if codes else None

    def pronoun(self, token: Any) -> tuple[str, ...]:
        """Resolve "it", "its", "they": the subject of this sentence before it, else of the one before, else the topic."""
        here = self.sentence(token.idx)
        plural = token.lower_ in _PLURAL
        for index in range(here, max(-1, here - _NEAR), -1):
            sentence = self.page.sentences[index]
            subjects = [
                one
                for one in self.page.parse[sentence.first_token : sentence.last_token]
                if one.dep_ in _SUBJECT and one.i < token.i and one.pos_ != "PRON" and not _dominates(token, one)
            ]
            if index == here:
                subjects.reverse()
            for subject in subjects:
                found: list[str] = []
                for one in [subject, *(subject.conjuncts if plural else ())]:
                    if one.i != token.i and one.pos_ != "PRON":
                        found += self.states(one, 1)
                if found:
                    return tuple(dict.fromkeys(found))
            before = [number for number in self.names.within(sentence.start, sentence.end) if self.names.places[number].end <= token.idx]
            if before and index == here:
                owners = [self.names.places[n].state for n in before if self.names.places[n].city is None]
                if owners and owners[0]:
                    return (owners[0],)
        return ()

    # where

    def place(self, words: str, offset: int, exclude: frozenset[str] = frozenset()) -> Seat | None:
        """Resolve "here", "there", "the country", "the kingdom", "the capital" to a seat."""
        words = words.lower()
        if words == "here":
            return self.dateline
        lexicon = load("discourse")
        for name, codes in lexicon["sets"].items():
            if re.search(rf"\b{name}s?\b", words):
                code = self._last(offset, frozenset(codes), exclude)
                return Seat(code, None) if code else None
        for name, codes in lexicon["compass"].items():
            if re.search(rf"\b{name}\b", words) and self.counts.get(codes[0]):
                return Seat(codes[0], None)
        for index in range(self.sentence(offset), max(-1, self.sentence(offset) - _NEAR), -1):
            sentence = self.page.sentences[index]
            numbers = [n for n in self.names.within(sentence.start, min(sentence.end, offset))]
            ranked = sorted(numbers, key=lambda n: (self._is_location(n), n), reverse=True)
            for number in ranked:
                seat = self.names.seat(self.names.places[number]) or _seat_of(self.names.places[number].state)
                if seat and seat.state not in exclude:
                    if "capital" in words or "city" in words or words == "there":
                        return seat
                    return Seat(seat.state, None)
        return None

    def _is_location(self, number: int) -> bool:
        place = self.names.places[number]
        before = self.page.text[max(0, place.start - 12) : place.start].lower()
        return bool(re.search(r"\b(?:in|at|to|from|of)\s+(?:the\s+)?$", before))

    # memory

    def remember(self, offset: int, sending: str, receiving: str) -> None:
        """Keep a pair of sender and receiver that the text gave."""
        self.pairs.append((offset, sending, receiving))

    def receiver_for(self, sending: str, offset: int) -> str | None:
        """Give the receiver last seen with this sender, else the state where the page is written, else its other topic."""
        for at, sender, receiver in reversed(self.pairs):
            if sender == sending and at <= offset:
                return receiver
        if self.dateline and self.dateline.state != sending:
            return self.dateline.state
        others = [code for code, _ in self.counts.most_common(2) if code != sending]
        return others[0] if others else None

    def sender_for(self, receiving: str | None, offset: int) -> str | None:
        """Give the sender last seen with this receiver, else the state of the heading, else the page's topic."""
        for at, sender, receiver in reversed(self.pairs):
            if receiver == receiving and at <= offset:
                return sender
        if self.pairs and self.pairs[-1][1] != receiving:
            return self.pairs[-1][1]
        others = [code for code, _ in self.counts.most_common(2) if code != receiving]
        return others[0] if others else None

    def topic_pair(self, offset: int) -> tuple[str, str] | None:
        """Give the pair last seen, else the two states that the page names most."""
        for at, sender, receiver in reversed(self.pairs):
            if at <= offset:
                return sender, receiver
        codes = [code for code, _ in self.counts.most_common(2)]
        return (codes[0], codes[1]) if len(codes) == 2 else None

    def antecedent(self, post: Post) -> Post | None:
        """Give the mission that "the embassy", "it" or "that in …" goes back to."""
        number = bisect.bisect_left(self._post_starts, post.start)
        for other in reversed(self.posts[max(0, number - 12) : number]):
            if other is post or other.kind != "mission" or other.pointer:
                continue
            if post.level in (None, "mission") or other.level in (post.level, "mission"):
                return other
        return None

    def mission_before(self, offset: int) -> Post | None:
        """Give the last mission named before this character."""
        number = bisect.bisect_left(self._post_starts, offset)
        return next((post for post in reversed(self.posts[max(0, number - 12) : number]) if post.kind == "mission"), None)

    def posts_in(self, start: int, end: int) -> list[Post]:
        """Give the noun phrases about missions, their people and relations that start in these characters."""
        return self.posts[bisect.bisect_left(self._post_starts, start) : bisect.bisect_left(self._post_starts, end)]


def _seat_of(code: str | None) -> Seat | None:
    return Seat(code, None) if code else None


def _dominates(token: Any, other: Any) -> bool:
    return any(ancestor.i == other.i for ancestor in token.ancestors)
