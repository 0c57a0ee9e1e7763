"""Find events: what happened to missions, to people and between states, whoever reports it and whenever it was.

Every trigger's frame is asked for a mission (or people, or relations), that phrase for its owner and its seat; what it
does not say itself is looked for in the clause, then in what the discourse knows. One event is made for each mission
of a coordination. The score says how much of it the words themselves gave, so that a later judge can weigh what was
only inferred; events below the rules' own threshold are handed out too.
"""

from typing import Final

from legation.reader.context.discourse import Discourse
from legation.reader.events import accredited, change, echo, farewell, people, relations
from legation.reader.events.complete import complete
from legation.reader.events.draft import make
from legation.reader.events.patient import patients
from legation.reader.events.resolve import resolve, stranger
from legation.reader.events.scene import Scene, Spot
from legation.reader.events.triggers import triggers, wanted
from legation.reader.grammar.frames import frame
from legation.reader.mentions.post import Post
from legation.reader.types import Event, Page, Trace

MISSION_KINDS: Final = frozenset({"opened", "closed", "suspended", "resumed", "moved", "level_changed", "incident"})
PEOPLE_KINDS: Final = frozenset({"recalled", "expelled"})
_MOST: Final = 60  # events of one trigger; a coordination of missions in an article has at most twenty


def events(page: Page, discourse: Discourse) -> list[Event]:
    """Find all candidate events of a page with their scores, in order of the text."""
    found: list[Event] = []
    for sentence in page.sentences:
        tokens = page.parse[sentence.first_token : sentence.last_token]
        for trigger in triggers(tokens):
            if wanted(trigger):
                continue
            scene = Scene(page, discourse, sentence, trigger, frame(trigger.token))
            if trigger.kind in MISSION_KINDS:
                found += _mission_events(scene)
            elif trigger.kind in PEOPLE_KINDS:
                found += people.moves(scene)
            else:
                found += relations.changes(scene)
        spot = Spot(page, discourse, sentence)
        found += accredited.coverage(spot)
        found += farewell.farewells(spot)
        found += echo.echoes(spot, found)
    plain = _plain(found)
    found = complete(page, discourse, [event for event in found if not _echoes(event, plain)])
    return sorted(found, key=lambda event: (event.trigger, event.kind, event.sending or "", event.receiving or ""))


def _mission_events(scene: Scene) -> list[Event]:
    if stranger(scene):
        return []
    found: list[Event] = []
    shared: tuple[str, ...] = ()
    for post in patients(scene):
        kind = change.kind_of(scene, post)
        level = change.new_level(scene, post) if kind == "level_changed" else _level(scene, post)
        if kind is None or (kind == "level_changed" and level is None):
            continue
        if not post.owners and post.owner_word is None and shared:
            post.owners = shared  # "its embassy in Oslo and consulate in Perth"
        who = resolve(scene, post)
        shared = post.owners or who.senders
        trace = (Trace("kind", f"trigger.{scene.trigger.form}", scene.trigger.entry), *who.notes)
        for sending, seat in who.pairs[: _MOST - len(found)]:
            scene.discourse.remember(scene.token.idx, sending, seat.state)
            found.append(
                make(scene.page, scene.sentence, kind=kind, pair=(sending, seat.state), span=scene.span,
                     marks=(post.start, post.end), seat=seat, mission=level, score=who.score, trace=trace)
            )  # fmt: skip
        if who.pairs:
            post.pairs, post.known_owners, post.known_seats = who.pairs, who.senders, who.seats
    return found


def _level(scene: Scene, post: Post) -> str | None:
    other = None if post.level else scene.discourse.antecedent(post)
    return post.level or (other.level if other else None)


_WEAK: Final = ("trigger.flag", "trigger.proposal", "trigger.standing")
_SAME: Final = frozenset({"opened", "resumed", "closed", "suspended", "moved"})


def _plain(found: list[Event]) -> set[tuple[str | None, str | None, int]]:
    """Give pair and sentence of what plain words say of missions that open or close."""
    return {
        (event.sending, event.receiving, event.sentence)
        for event in found
        if event.kind in _SAME and event.trace[0].rule not in _WEAK
    }


def _echoes(event: Event, plain: set[tuple[str | None, str | None, int]]) -> bool:
    """Whether this only dresses up what a plainer word says nearby: "raised its flag … as it reopened its embassy"."""
    near = (event.sentence - 1, event.sentence, event.sentence + 1)
    return event.trace[0].rule in _WEAK and any((event.sending, event.receiving, one) in plain for one in near)
