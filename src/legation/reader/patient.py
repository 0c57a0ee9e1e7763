"""Find the mission that a trigger speaks of: in its roles first, then near it in the same clause."""

import re
from typing import Any, Final

from legation.reader.discourse import Discourse
from legation.reader.frames import Frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.names import Seat
from legation.reader.triggers import Trigger
from legation.reader.types import Event, Page, Sentence, Trace




def patient(page: Page, discourse: Discourse, sentence: Sentence, trigger: Trigger, made: Frame) -> Post | None:
    """Find the mission that the trigger speaks of: in its roles first, then near it in the same clause."""
    roles = list(made.patients)
    if trigger.form == "door" or made.intransitive or trigger.kind == "level_changed":
        roles = [*made.patients, *made.agents] if trigger.form != "door" else list(made.agents) + [
            inner for key in ("of", "at", "in") for inner in made.preps.get(key, ())
        ] + _of_objects(made.patients)
    if trigger.form == "noun":
        roles += [*made.agents, *[one for key in ("on", "at", "against", "in", "for") for one in made.preps.get(key, ())]]
    posts = discourse.posts_in(sentence.start, sentence.end)
    for role in roles:
        if post := _post_of(role, posts, trigger.kind):
            return post
    for role in roles:
        if post := _pronoun_post(role, discourse, trigger):
            return post
    for role in roles:
        if post := _city_post(role, discourse, trigger):
            return post
    return _near(page, sentence, trigger, made, posts)


def _of_objects(tokens: list[Any]) -> list[Any]:
    return [inner for token in tokens for prep in token.children if prep.dep_ == "prep" for inner in prep.children if inner.dep_ == "pobj"]


def _post_of(role: Any, posts: list[Post], kind: str) -> Post | None:
    wanted = ("mission", "building") if kind != "suspended" else ("mission", "building", "staff")
    for post in posts:
        if post.kind in wanted and (post.first <= role.i <= post.head or _heads_compound(role, post)):
            return post
    for inner in _of_objects([role]):
        for post in posts:
            if post.kind in wanted and post.first <= inner.i <= post.head and role.pos_ in ("NOUN", "NUM", "PRON", "DET", "ADJ"):
                return post
    return None


def _heads_compound(role: Any, post: Post) -> bool:
    return post.head < role.i <= post.head + 2 and role.pos_ in ("NOUN", "PROPN") and post.kind in ("building", "mission", "staff")


def _pronoun_post(role: Any, discourse: Discourse, trigger: Trigger) -> Post | None:
    if role.lower_ not in ("it", "they", "both", "all", "which", "them", "latter", "former", "this") or trigger.kind == "incident":
        return None
    other = discourse.mission_before(role.idx)
    if other is None or discourse.sentence(role.idx) - discourse.sentence(other.start) > 1:
        return None
    if role.lower_ == "it" and role.dep_ == "nsubj" and trigger.token.tag_ != "VBN" and any(c.dep_ == "dobj" for c in trigger.token.children):
        return None
    return Post(
        "mission", role.idx, role.idx + len(role.text), role.i, role.i, level=other.level, pointer=True,
        known_owners=other.known_owners or other.owners, known_seats=other.known_seats or other.seats,
        owner_word=None if other.known_owners or other.owners else other.owner_word,
        owners=other.owners, seats=other.seats,
    )  # fmt: skip


def _city_post(role: Any, discourse: Discourse, trigger: Trigger) -> Post | None:
    """Take a city for the mission in it: "Malabo and Moroni are to close", where missions were named before."""
    if trigger.kind not in ("closed", "opened", "resumed") or trigger.form != "verb":
        return None
    number = discourse.names.at_token.get(role.i)
    other = discourse.mission_before(role.idx)
    if number is None or other is None:
        return None
    place = discourse.names.places[number]
    if place.city is None or place.kind == "demonym":
        return None
    if made_by_subject(role) and any(child.dep_ == "dobj" for child in trigger.token.children):
        return None
    seats = discourse.names.seats(number)
    end = discourse.names.places[discourse.names.chain(number)[-1]].end
    return Post("mission", place.start, end, role.i, role.i, level=None, pointer=True, seats=seats)


def made_by_subject(role: Any) -> bool:
    """Whether the word is an active subject."""
    return bool(role.dep_ == "nsubj")


def _near(page: Page, sentence: Sentence, trigger: Trigger, made: Frame, posts: list[Post]) -> Post | None:
    """Fall back on order: the mission right after an active verb, right before a passive or intransitive one."""
    if trigger.kind in ("level_changed",) or trigger.form == "noun":
        reach = 4
    else:
        reach = 7
    if made.patients and trigger.form == "verb" and not any(_light(role) for role in made.patients):
        return None
    ahead = [post for post in posts if post.kind in ("mission", "building") and 0 < post.first - trigger.last <= reach]
    if ahead and not _cut(page, trigger.last, ahead[0].first):
        return ahead[0]
    behind = [post for post in posts if post.kind in ("mission", "building") and 0 < trigger.token.i - post.head <= reach]
    if behind and (made.passive or made.intransitive) and not _cut(page, behind[-1].head, trigger.token.i):
        return behind[-1]
    return None


def _light(role: Any) -> bool:
    return role.lower_ in ("door", "doors", "work", "number", "half", "some", "most", "all", "two", "three", "four", "several", "one", "part")


def _cut(page: Page, first: int, last: int) -> bool:
    return any(token.pos_ == "VERB" or token.lower_ in (";", ".", "but", "that", "who", "which") for token in page.parse[first + 1 : last])


