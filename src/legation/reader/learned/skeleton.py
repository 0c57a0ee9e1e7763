"""Make an event of what the learned half proposes: find the words, the mission and its city in the sentence it points at.

A proposal names kind and states and the sentence that carries it; it has no trigger word, no level and no city. The
phrase in the sentence that names a mission of that pair gives level and city; where none does, a city of the receiving
state in the sentence gives the seat.
"""

from typing import Final

from legation.reader.context.discourse import Discourse
from legation.reader.events.draft import quote
from legation.reader.learned import Proposal
from legation.reader.mentions.post import Post
from legation.reader.types import Event, Page, Trace

_SEATED: Final = frozenset(
    {"opened", "closed", "suspended", "resumed", "moved", "level_changed", "accredited", "farewell", "incident"}
)
_NEAR: Final = 2  # sentences before the claim's own in which its mission may be named


def event_of(page: Page, discourse: Discourse, proposal: Proposal) -> Event:
    """Give the event that a proposal stands for, with what the page says of its mission."""
    sentence = page.sentences[proposal.sentence]
    post = _mission(page, discourse, proposal)
    seated = proposal.kind in _SEATED
    covering = proposal.kind == "accredited"
    home = _covering_state(page, proposal) if covering else None
    return Event(
        kind=proposal.kind,
        sending=proposal.sending,
        receiving=proposal.receiving,
        sentence=proposal.sentence,
        trigger=proposal.trigger,
        quote=quote(page, sentence, *proposal.trigger),
        city=_city(page, proposal, post, home or proposal.receiving) if seated else None,
        mission=post.level if post and seated else None,
        from_=home,
        score=round(proposal.score, 3),
        trace=(Trace("kind", "learned.proposal", page.text[slice(*proposal.trigger)]),),
    )


def _mission(page: Page, discourse: Discourse, proposal: Proposal) -> Post | None:
    """Give the mission phrase that fits the pair best, in the sentence or just before it."""
    first = max(0, proposal.sentence - _NEAR)
    start, end = page.sentences[first].start, page.sentences[proposal.sentence].end
    posts = [post for post in discourse.posts_in(start, end) if post.kind in ("mission", "building") and post.level]
    if not posts:
        return None
    own = page.sentences[proposal.sentence].start
    return max(
        posts, key=lambda post: (_fit(post, proposal), post.start >= own, -abs(post.start - proposal.trigger[0]))
    )


def _fit(post: Post, proposal: Proposal) -> int:
    owners, seats = post.owners or post.known_owners, post.seats or post.known_seats
    fit = (proposal.sending in owners) - bool(owners and proposal.sending not in owners)
    states = [seat.state for seat in seats]
    return fit + (proposal.receiving in states) - bool(states and proposal.receiving not in states)


def _city(page: Page, proposal: Proposal, post: Post | None, state: str | None) -> str | None:
    for seat in post.seats if post else ():
        if seat.state == state and seat.city:
            return seat.city
    for number, _ in proposal.sentences or ((proposal.sentence, 1.0),):
        sentence = page.sentences[number]
        cities = [
            place
            for place in page.places
            if place.city and place.state == state and sentence.start <= place.start < sentence.end
        ]
        if cities:
            return min(cities, key=lambda place: abs(place.start - proposal.trigger[0])).spelled
    return None


def _covering_state(page: Page, proposal: Proposal) -> str | None:
    """Give the third state named nearest to an accreditation: the one in which the covering mission sits."""
    sentence = page.sentences[proposal.sentence]
    known = (proposal.sending, proposal.receiving, None)
    others = [
        place
        for place in page.places
        if place.state not in known and place.kind != "demonym" and sentence.start <= place.start < sentence.end
    ]
    nearest = min(others, key=lambda place: abs(place.start - proposal.trigger[0]), default=None)
    return nearest.state if nearest else None
