"""Find whose mission it is and where: the phrase itself, then the clause, then what the page is about."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from legation.reader.events.scene import Scene
from legation.reader.lexicon import load
from legation.reader.mentions.names import Seat, capital_city
from legation.reader.mentions.post import Post
from legation.reader.types import Trace

_PREPOSITIONS: Final = ("in", "at", "to", "into", "from", "for", "over")
_DESCRIBED: Final = frozenset(
    {"capital", "country", "kingdom", "island", "city", "emirate", "sultanate", "republic", "nation"}
)
_ORDER: Final = re.compile(r"[^.;:]{0,40}?\b(?:in|at)\s+(?:the\s+)?")
_LISTED: Final = re.compile(r"[^.;:()]{0,60}?(?:, (?:in|at|namely|those in)|:)\s+(?:in\s+)?")
_FRONT: Final = re.compile(r"[\s\"“]*In (?:the )?")
_BOTH: Final = re.compile(r"\b(?:both|the two|their two)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BOTH_SIDES: Final = re.compile(
    r"(?:in|to|of)\s+(?:the |each |both )?(?:each other|other's (?:capital|country)|two capitals|both capitals|capitals|two countries|both countries)\b"
)
_FINITE: Final = frozenset({"VB", "VBD", "VBP", "VBZ"})
_UNNAMED: Final = 0.3  # "a dozen embassies" are a number; where they stand is not said
Found = tuple[tuple[Seat, ...], str, str, float]  # seats, the rule that gave them, its words, how sure


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


def resolve(scene: Scene, post: Post) -> Resolved:
    """Find the states and the city of a mission that a trigger speaks of."""
    who = Resolved()
    if post.pairs and post.pointer and post.plural:
        who.pairs = post.pairs
        who.note("sending", "pronoun.missions", scene.words(post), 0.9)
        return who
    if crossed := _each_other(scene, post) or _crosswise(scene, post):
        who.pairs = crossed
        who.note("sending", "both.sides", post.seat_words or "", 0.9)
        return who
    vague = post.definite or post.pointer or post.level is None
    before = scene.discourse.antecedent(post) if vague else None
    if found := _seats(scene, post):
        who.seats, rule, words, chance = found
        who.note("receiving", rule, words, chance * (_UNNAMED if _is_number(scene, post, who.seats) else 1))
    _named_senders(scene, post, who)
    if not who.senders:
        _guess_sender(scene, post, before, who)
    if not who.seats and who.senders:
        _guess_seat(scene, post, before, who)
    # a state is no receiver of its own
    who.pairs = tuple((sender, seat) for sender in who.senders for seat in who.seats if seat.state != sender)
    return who


def _is_number(scene: Scene, post: Post, seats: tuple[Seat, ...]) -> bool:
    """Whether only a number of missions in one state is given, and none of them named: "three consulates in Peru"."""
    if post.definite or post.owner_word is not None:
        return False  # "its two consulates in Peru" are all that there are
    counted = any(child.dep_ == "nummod" for child in scene.page.parse[post.head].children)
    return counted and post.plural and len(seats) == 1 and seats[0].city is None


def stranger(scene: Scene) -> bool:
    """Whether the one who acts is no state of this page: a firm, or states that are not named."""
    words = load("triggers")["agents"]
    for token in scene.frame.agents:
        if scene.discourse.named(token):
            return False
        if token.lower_ in words["firms"] or (token.lower_ in words["unnamed"] and token.dep_ != "poss"):
            return not scene.frame.passive
    return False


def _each_other(scene: Scene, post: Post) -> tuple[tuple[str, Seat], ...]:
    """Read "embassies in each other's capitals": each of two states is sender and receiver."""
    text, discourse = scene.page.text, scene.discourse
    words = text[max(0, post.start - 10) : post.end + 40].lower()
    each = any(token.lower_ == "each" for token in scene.frame.agents)
    bare = (post.plural or each) and not post.owners and not post.seats
    both = bare and _BOTH.search(text, max(0, post.start - 14), post.start)
    mutual = scene.trigger.kind == "level_changed" and bare and post.owner_word is not None and not post.pairs
    if scene.trigger.entry != "exchange" and not both and not mutual and not (bare and _BOTH_SIDES.search(words)):
        return ()
    others = [code for token in scene.inner("with") for code in discourse.states(token)]
    pair = tuple(dict.fromkeys((*post.owners, *scene.actors(post), *others)))
    if len(pair) < 2 and discourse.pairs:
        pair = discourse.pairs[-1][1:]
    if len(pair) != 2:
        return ()
    one, other = pair
    cities = [capital_city(code, scene.page) if "capital" in words else None for code in pair]
    return ((one, Seat(other, cities[1])), (other, Seat(one, cities[0])))


def _crosswise(scene: Scene, post: Post) -> tuple[tuple[str, Seat], ...]:
    """Read "Norway and Zambia opened consulates in Ndola and Bergen": each seat is the other's."""
    if not post.plural or post.pointer or post.owners or post.owner_word is not None or len(post.seats) != 2:
        return ()
    here, there = post.seats
    both = {here.state, there.state}
    if len(both) != 2 or set(scene.actors(post)) != both:
        return ()
    return ((here.state, there), (there.state, here))


def _seats(scene: Scene, post: Post) -> Found | None:
    """Try one way after the other; the first that gives a seat wins."""
    if scene.trigger.kind == "moved":
        for token in scene.inner("to", "into"):
            if seats := scene.seats_of(token):
                return seats, "clause.destination", token.text, 1.0
    if listed := _listed_seats(scene, post):
        return listed
    if post.seats:
        return post.seats, "phrase.seat", scene.words(post), 1.0
    if post.seat_words and (seat := _described(scene, post, post.seat_words, post.seat_at)):
        return (seat,), "discourse.described", post.seat_words, 0.9
    return _clause_seats(scene, post) or _ordered_seats(scene) or _adverb(scene, post) or _fronted_seats(scene, post)


def _described(scene: Scene, post: Post, words: str, offset: int) -> Seat | None:
    return scene.discourse.place(words, offset, frozenset(post.owners), scene.trigger.kind)


def _clause_seats(scene: Scene, post: Post) -> Found | None:
    for token in scene.inner(*_PREPOSITIONS):
        if seats := scene.seats_of(token):
            return seats, "clause.place", token.text, 1.0
        if token.lower_ in _DESCRIBED:
            words = scene.page.text[token.left_edge.idx : token.idx + len(token.text)]
            if seat := _described(scene, post, words, token.idx):
                return (seat,), "discourse.described", words, 0.9
    return None


def _ordered_seats(scene: Scene) -> Found | None:
    names = scene.discourse.names
    after = _ORDER.match(scene.page.text, scene.span[1], scene.sentence.end)
    number = names.behind(after)
    if after and number is not None and not _passes_verb(scene, after.end()) and (seats := names.seats(number)):
        return seats, "order.place", names.places[number].text, 0.95
    return None


def _passes_verb(scene: Scene, end: int) -> bool:
    """Whether a further verb stands between the trigger and a place, which is then that verb's own."""
    between = scene.page.parse.char_span(scene.span[1], end, alignment_mode="contract")
    return between is not None and any(one.tag_ in _FINITE for one in between)


def _listed_seats(scene: Scene, post: Post) -> Found | None:
    """Read "four consulates are to be shut, in Perth, Brisbane and Adelaide": the list stands behind the verb."""
    if not post.plural or post.pointer or any(seat.city for seat in post.seats):
        return None
    names, end = scene.discourse.names, scene.sentence.end
    number = names.behind(_LISTED.match(scene.page.text, max(post.finish, scene.token.idx), end))
    if number is None:
        return None
    seats = names.seats(number)
    states = {seat.state for seat in post.seats}
    if len(seats) < 2 or not all(seat.city for seat in seats) or (states and states != {seat.state for seat in seats}):
        return None
    return seats, "order.list", names.places[number].text, 0.95


def _fronted_seats(scene: Scene, post: Post) -> Found | None:
    """Read "In Lusaka crowds stormed the embassy of Norway": the sentence begins with where it was."""
    names, text = scene.discourse.names, scene.page.text
    number = names.behind(_FRONT.match(text, scene.sentence.start, scene.token.idx) if post.owners else None)
    if number is None or any(mark in text[scene.sentence.start : scene.token.idx] for mark in (";", ":")):
        return None
    seat = names.seat(names.places[number])
    return ((seat,), "sentence.front", seat.city, 0.9) if seat and seat.city and seat.state not in post.owners else None


def _adverb(scene: Scene, post: Post) -> Found | None:
    for child in [*scene.token.children, *scene.token.head.children]:
        if child.lower_ in ("here", "there") and (seat := _described(scene, post, child.lower_, child.idx)):
            return (seat,), "discourse.adverb", child.text, 0.9
    return None


def _named_senders(scene: Scene, post: Post, who: Resolved) -> None:
    hosts = frozenset(seat.state for seat in who.seats)
    if post.owners:
        who.senders = post.owners
        who.note("sending", "phrase.owner", scene.words(post))
        return
    agents = _agents(scene, post, hosts)
    if post.owner_word is not None:
        word = scene.page.parse[post.owner_word]
        if agents and word.lower_ in ("its", "their"):
            who.senders = agents
            who.note("sending", "pronoun.agent", word.text)
            return
        if codes := _pronoun(scene, word, hosts):
            who.senders = codes
            who.note("sending", "pronoun.subject", word.text, 0.95)
            return
    if agents:
        who.senders = agents
        who.note("sending", "clause.agent", " ".join(token.text for token in scene.frame.agents[:3]))


def _agents(scene: Scene, post: Post, hosts: frozenset[str]) -> tuple[str, ...]:
    """Give the states that act upon the mission; the subject of "closed" alone is the mission itself."""
    frame = scene.frame
    if frame.intransitive and scene.trigger.form == "verb" and not frame.preps.get("by"):
        return ()
    return tuple(code for code in scene.actors(post) if code not in hosts)


def _pronoun(scene: Scene, word: Any, hosts: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in scene.discourse.pronoun(word) if code not in hosts or len(hosts) > 1)


def _guess_sender(scene: Scene, post: Post, before: Post | None, who: Resolved) -> None:
    hosts = tuple(seat.state for seat in who.seats)
    owners = post.known_owners or ((before.known_owners or before.owners) if before else ())
    found = scene.guess("sending", hosts, owners)
    if found:
        who.senders = owners if len(owners) > 1 and found.code in owners and post.plural else (found.code,)
        who.note("sending", "discourse.likeliest", found.reason, found.chance)


def _is_restricted(scene: Scene, post: Post) -> bool:
    """Whether a clause picks out which missions are meant, and not those just named: "the posts that earn nothing"."""
    clauses = (one for one in scene.page.parse[post.head].children if one.dep_ == "relcl")
    return any("," not in scene.page.text[post.end : clause.idx] for clause in clauses)


def _guess_seat(scene: Scene, post: Post, before: Post | None, who: Resolved) -> None:
    seats = post.known_seats or ((before.known_seats or before.seats) if before else ())
    codes = tuple(seat.state for seat in seats)
    found = scene.guess("receiving", who.senders, codes)
    if found is None:
        return
    same = tuple(seat for seat in seats if seat.state == found.code)
    whole = same and (post.plural or len(seats) == 1)
    who.seats = seats if whole else same or (Seat(found.code, None),)
    each = len(who.senders) > 1 and post.owner_word is not None  # of two states, "their embassies" are one each
    unnamed = post.plural and not each and not post.pointer and (not codes or _is_restricted(scene, post))
    who.note("receiving", "discourse.likeliest", found.reason, found.chance * (_UNNAMED if unnamed else 1))
