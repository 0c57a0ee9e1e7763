"""Find whose mission it is and where: the phrase itself, the clause, the mission it goes back to, the discourse."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from legation.reader.discourse import Discourse
from legation.reader.frames import Frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.names import Seat
from legation.reader.triggers import Trigger
from legation.reader.types import Event, Page, Sentence, Trace

_PLACE_PREPOSITIONS: Final = ("in", "at", "to", "into", "from", "for")


@dataclass(slots=True)
class Resolved:
    """Who and where, and how they were found."""

    senders: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    score: float = 1.0
    notes: list[Trace] = field(default_factory=list)

    def note(self, name: str, rule: str, words: str, cost: float = 0.0) -> None:
        """Keep how a field was found, and what that takes from the score."""
        self.notes.append(Trace(name, rule, words))
        self.score -= cost




def resolve(page: Page, discourse: Discourse, sentence: Sentence, made: Frame, post: Post, trigger: Trigger) -> Resolved:
    """Find the states: the phrase itself, the clause, the mission it goes back to, the discourse, in this order."""
    who = Resolved()
    _find_seats(page, discourse, sentence, made, post, trigger, who)
    _find_senders(page, discourse, made, post, trigger, who)
    if not who.seats and who.senders:
        if post.known_seats or (inherited := _inherited_seats(discourse, post, who.senders)):
            who.seats = post.known_seats or inherited
            who.note("receiving", "mission.before", "", 0.15)
        else:
            code = discourse.receiver_for(who.senders[0], trigger.token.idx)
            if code:
                who.seats = (Seat(code, None),)
                who.note("receiving", "discourse.pair", "", 0.3)
    return who


def _inherited_seats(discourse: Discourse, post: Post, senders: tuple[str, ...]) -> tuple[Seat, ...]:
    other = discourse.antecedent(post)
    if other is None:
        return ()
    owners = other.known_owners or other.owners
    if owners and senders and not set(owners) & set(senders):
        return ()
    if other.plural and not post.plural and not post.pointer:
        return ()
    return other.known_seats or other.seats


def _find_seats(page: Page, discourse: Discourse, sentence: Sentence, made: Frame, post: Post, trigger: Trigger, who: Resolved) -> None:
    names = discourse.names
    if post.seats:
        who.seats = post.seats
        who.note("receiving", "phrase.seat", page.text[post.start : post.end])
        return
    if post.seat_words:
        seat = discourse.place(post.seat_words, post.seat_at, frozenset(post.owners))
        if seat:
            who.seats = (seat,)
            who.note("receiving", "discourse.described", post.seat_words, 0.1)
            return
    for prep in _PLACE_PREPOSITIONS:
        for token in made.preps.get(prep, ()):
            number = names.at_token.get(token.i)
            if number is not None and (seats := names.seats(number)):
                who.seats = seats
                who.note("receiving", "clause.place", names.places[number].text, 0.02)
                return
            if seat := discourse.place(page.text[token.left_edge.idx : token.idx + len(token.text)], token.idx, frozenset(post.owners)) if token.lower_ in ("capital", "country", "kingdom", "island", "city", "emirate", "sultanate") else None:
                who.seats = (seat,)
                who.note("receiving", "discourse.described", token.text, 0.12)
                return
    after = re.compile(r"[^.;:]{0,40}?\b(?:in|at)\s+(?:the\s+)?").match(page.text, trigger.token.idx + len(trigger.token.text), sentence.end)
    if after and (number := names.starting(after.end())) is not None and (seats := names.seats(number)):
        who.seats = seats
        who.note("receiving", "order.place", names.places[number].text, 0.05)
        return
    for child in [*trigger.token.children, *trigger.token.head.children]:
        if child.lower_ in ("here", "there") and (seat := discourse.place(child.lower_, child.idx, frozenset(post.owners))):
            who.seats = (seat,)
            who.note("receiving", "discourse.adverb", child.text, 0.1)
            return


def _find_senders(page: Page, discourse: Discourse, made: Frame, post: Post, trigger: Trigger, who: Resolved) -> None:
    hosts = frozenset(seat.state for seat in who.seats)
    agents: list[str] = []
    for token in [*made.agents, *made.preps.get("subject", ())]:
        if not post.first <= token.i <= post.head:
            agents += [code for code in discourse.states(token) if code not in hosts]
    if post.owners:
        who.senders = post.owners
        who.note("sending", "phrase.owner", page.text[post.start : post.end])
        return
    if post.owner_word is not None:
        word = page.parse[post.owner_word]
        if agents and word.lower_ in ("its", "their"):
            who.senders = tuple(dict.fromkeys(agents))
            who.note("sending", "pronoun.agent", word.text)
            return
        codes = tuple(code for code in discourse.pronoun(word) if code not in hosts or len(hosts) > 1)
        if codes:
            who.senders = codes
            who.note("sending", "pronoun.subject", word.text, 0.05)
            return
    known = post.known_owners or _inherited_owners(discourse, post, hosts)
    if agents and not (known and set(agents).isdisjoint(known) and post.definite):
        who.senders = tuple(dict.fromkeys(agents))
        who.note("sending", "clause.agent", " ".join(token.text for token in made.agents[:3]), 0.02)
        return
    if known:
        who.senders = known
        who.note("sending", "mission.before", "", 0.15)
        return
    code = discourse.sender_for(next(iter(hosts), None), trigger.token.idx)
    if code and code not in hosts:
        who.senders = (code,)
        who.note("sending", "discourse.pair", "", 0.3)


def _inherited_owners(discourse: Discourse, post: Post, hosts: frozenset[str]) -> tuple[str, ...]:
    if not (post.definite or post.pointer):
        return ()
    other = discourse.antecedent(post)
    owners = (other.known_owners or other.owners) if other else ()
    return tuple(code for code in owners if code not in hosts)


