"""Find whose mission it is and where: the phrase itself, then the clause, then what the page is about."""

import re
from dataclasses import dataclass, field
from typing import Final

from legation.reader.discourse import Discourse
from legation.reader.frames import Frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.names import Seat, capital_city
from legation.reader.triggers import Trigger
from legation.reader.types import Page, Sentence, Trace

_PREPOSITIONS: Final = ("in", "at", "to", "into", "from", "for", "over")
_DESCRIBED: Final = frozenset({"capital", "country", "kingdom", "island", "city", "emirate", "sultanate", "republic", "nation"})
_ORDER: Final = re.compile(r"[^.;:]{0,40}?\b(?:in|at)\s+(?:the\s+)?")


@dataclass(slots=True)
class Resolved:
    """Who and where, and how they were found; ``score`` falls with what was only guessed."""

    pairs: tuple[tuple[str, Seat], ...] = ()
    senders: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    score: float = 1.0
    notes: list[Trace] = field(default_factory=list)

    def note(self, name: str, rule: str, words: str, chance: float = 1.0) -> None:
        """Keep how a field was found, and how likely it is."""
        self.notes.append(Trace(name, rule, words))
        self.score *= chance


def resolve(page: Page, discourse: Discourse, sentence: Sentence, made: Frame, post: Post, trigger: Trigger) -> Resolved:
    """Find the states and the city of a mission that a trigger speaks of."""
    who = Resolved()
    if post.pairs and post.pointer and post.plural:
        who.pairs = post.pairs
        who.note("sending", "pronoun.missions", page.text[post.start : post.end], 0.9)
        return who
    if crossed := _each_other(page, discourse, made, post, trigger):
        who.pairs = crossed
        who.note("sending", "both.sides", post.seat_words or "", 0.9)
        return who
    before = discourse.antecedent(post) if post.definite or post.pointer or post.level is None else None
    _named_seats(page, discourse, sentence, made, post, trigger, who)
    _named_senders(page, discourse, made, post, trigger, who)
    if not who.senders:
        _guess_sender(discourse, post, before, trigger, who)
    if not who.seats and who.senders:
        _guess_seat(discourse, post, before, trigger, who)
    who.pairs = _matched(who.senders, who.seats)
    return who


def _matched(senders: tuple[str, ...], seats: tuple[Seat, ...]) -> tuple[tuple[str, Seat], ...]:
    """Join senders and seats; a state is no receiver of its own."""
    return tuple((sender, seat) for sender in senders for seat in seats if seat.state != sender)


_BOTH: Final = re.compile(r"\b(?:both|the two|their two)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BOTH_SIDES: Final = re.compile(r"(?:in|to|of)\s+(?:the |each |both )?(?:each other|two capitals|both capitals|capitals|two countries|both countries)\b")


def _each_other(
    page: Page, discourse: Discourse, made: Frame, post: Post, trigger: Trigger
) -> tuple[tuple[str, Seat], ...]:
    """Read "embassies in each other's capitals": each of two states is sender and receiver."""
    words = page.text[max(0, post.start - 10) : post.end + 40].lower()
    bare = post.plural and not post.owners and not post.seats
    both = bare and _BOTH.search(page.text, max(0, post.start - 14), post.start)
    if trigger.entry != "exchange" and not both and not (bare and _BOTH_SIDES.search(words)):
        return ()
    pair = tuple(dict.fromkeys((*post.owners, *_agents(discourse, made, post, frozenset()), *_with(discourse, made))))
    if len(pair) < 2 and discourse.pairs:
        pair = discourse.pairs[-1][1:]
    if len(pair) != 2:
        return ()
    one, other = pair
    cities = [capital_city(code, page) if "capital" in words else None for code in pair]
    return ((one, Seat(other, cities[1])), (other, Seat(one, cities[0])))


def _with(discourse: Discourse, made: Frame) -> tuple[str, ...]:
    return tuple(code for token in made.preps.get("with", ()) for code in discourse.states(token))


def stranger(discourse: Discourse, made: Frame) -> bool:
    """Whether the one who acts is no state of this page: a firm, or states that are not named."""
    words = load("triggers")["agents"]
    for token in made.agents:
        if discourse.named(token):
            return False
        if token.lower_ in words["firms"] or (token.lower_ in words["unnamed"] and token.dep_ != "poss"):
            return made.passive is False
    return False


def _named_seats(
    page: Page, discourse: Discourse, sentence: Sentence, made: Frame, post: Post, trigger: Trigger, who: Resolved
) -> None:
    names, owners = discourse.names, frozenset(post.owners)
    if trigger.kind == "moved" and (seats := _destination(discourse, made)):
        who.seats = seats
        who.note("receiving", "clause.destination", " ".join(seat.city or seat.state for seat in seats))
        return
    if post.seats:
        who.seats = post.seats
        who.note("receiving", "phrase.seat", page.text[post.start : post.end])
        return
    if post.seat_words and (seat := discourse.place(post.seat_words, post.seat_at, owners, trigger.kind)):
        who.seats = (seat,)
        who.note("receiving", "discourse.described", post.seat_words, 0.9)
        return
    for prep in _PREPOSITIONS:
        for token in made.preps.get(prep, ()):
            number = names.at_token.get(token.i)
            if number is not None and (seats := names.seats(number)):
                who.seats = seats
                who.note("receiving", "clause.place", names.places[number].text)
                return
            if token.lower_ in _DESCRIBED:
                words = page.text[token.left_edge.idx : token.idx + len(token.text)]
                if seat := discourse.place(words, token.idx, owners, trigger.kind):
                    who.seats = (seat,)
                    who.note("receiving", "discourse.described", words, 0.9)
                    return
    after = _ORDER.match(page.text, trigger.token.idx + len(trigger.token.text), sentence.end)
    if after and (number := names.starting(after.end())) is not None and (seats := names.seats(number)):
        who.seats = seats
        who.note("receiving", "order.place", names.places[number].text, 0.95)
        return
    for child in [*trigger.token.children, *trigger.token.head.children]:
        if child.lower_ in ("here", "there") and (seat := discourse.place(child.lower_, child.idx, owners, trigger.kind)):
            who.seats = (seat,)
            who.note("receiving", "discourse.adverb", child.text, 0.9)
            return


def _destination(discourse: Discourse, made: Frame) -> tuple[Seat, ...]:
    for key in ("to", "into"):
        for token in made.preps.get(key, ()):
            number = discourse.names.at_token.get(token.i)
            if number is not None and (seats := discourse.names.seats(number)):
                return seats
    return ()


def _named_senders(
    page: Page, discourse: Discourse, made: Frame, post: Post, trigger: Trigger, who: Resolved
) -> None:
    hosts = frozenset(seat.state for seat in who.seats)
    if post.owners:
        who.senders = post.owners
        who.note("sending", "phrase.owner", page.text[post.start : post.end])
        return
    alone = made.intransitive and trigger.form == "verb" and not made.preps.get("by")
    agents = () if alone else _agents(discourse, made, post, hosts)
    if post.owner_word is not None:
        word = page.parse[post.owner_word]
        if agents and word.lower_ in ("its", "their"):
            who.senders = agents
            who.note("sending", "pronoun.agent", word.text)
            return
        codes = tuple(code for code in discourse.pronoun(word) if code not in hosts or len(hosts) > 1)
        if codes:
            who.senders = codes
            who.note("sending", "pronoun.subject", word.text, 0.95)
            return
    if agents:
        who.senders = agents
        who.note("sending", "clause.agent", " ".join(token.text for token in made.agents[:3]))


def _agents(discourse: Discourse, made: Frame, post: Post, hosts: frozenset[str]) -> tuple[str, ...]:
    codes: list[str] = []
    for token in [*made.agents, *made.preps.get("subject", ())]:
        if not post.first <= token.i <= post.head and not post.begin <= token.idx < post.finish:
            codes += [code for code in discourse.states(token) if code not in hosts]
    return tuple(dict.fromkeys(codes))


def _guess_sender(discourse: Discourse, post: Post, before: Post | None, trigger: Trigger, who: Resolved) -> None:
    hosts = tuple(seat.state for seat in who.seats)
    owners = post.known_owners or ((before.known_owners or before.owners) if before else ())
    found = discourse.guess("sending", "implicit", trigger.token.idx, kind=trigger.kind, other=hosts, before=owners)
    if found:
        group = owners if len(owners) > 1 and found.code in owners and post.plural else (found.code,)
        who.senders = group
        who.note("sending", "discourse.likeliest", found.reason, found.chance)


def _guess_seat(discourse: Discourse, post: Post, before: Post | None, trigger: Trigger, who: Resolved) -> None:
    seats = post.known_seats or ((before.known_seats or before.seats) if before else ())
    codes = tuple(seat.state for seat in seats)
    found = discourse.guess(
        "receiving", "implicit", trigger.token.idx, kind=trigger.kind, other=who.senders, before=codes
    )
    if found is None:
        return
    same = tuple(seat for seat in seats if seat.state == found.code)
    who.seats = seats if same and (post.plural or len(seats) == 1) else same or (Seat(found.code, None),)
    who.note("receiving", "discourse.likeliest", found.reason, found.chance)

