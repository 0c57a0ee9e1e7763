"""Read what stands around the noun: whose mission it is to the left, where it is to the right.

A noun phrase about a mission is read from its surface rather than from the parse: "the now-shuttered Russian
consulate general in Gdansk", "Ghana's Washington embassy", "embassies in Peru, Kenya and Jordan". A statistical parser
attaches "in" and "of" now here, now there, while the order of these words hardly varies in English.
"""

import re
from typing import Any, Final

from legation.reader.lexicon import load
from legation.reader.mentions.names import Names, Seat
from legation.reader.mentions.post import Post
from legation.reader.types import Page

_REACH: Final = 7  # tokens looked at to the left of a noun for its owner
_MORE: Final = 3  # phrases to the right at most: "of Peru in Lima for …"
_OWN: Final = frozenset({"its", "their", "his", "her", "our", "my", "whose"})
_POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
_JOINS: Final = frozenset({",", "and", "or", "/", "-", "&", "nor", "both", "'s", "’s", "the"})
_STOP_TAGS: Final = frozenset({"IN", "TO", "VBD", "VBZ", "VBP", "MD", "WDT", "PRP"})
_STOPS: Final = frozenset({".", ";", ":", "(", ")"})
_BRACKET: Final = re.compile(r"\s*\(")
_PARTNER: Final = re.compile(
    r"\s*(?:\w+\s+)?(with|between|to|towards)\s+(?:both\s+)?(?:the\s+)?(?:(?!(?:in|at|of|from|for)\b)\w+\s+){0,3}?",
    re.IGNORECASE,
)
_BODY: Final = re.compile(r"\s+(?!(?:and|or|over|after|in|on|since|at|by|were|was|are|is|have|had|will|to|for)\b)(\w+)")
_PREPOSITION: Final = re.compile(
    r"(?:,? (?:based|located|situated|resident|headquartered))?\s*(in|at|to|of|for|from|near|inside|outside)\s+"
    r"(?:both\s+|the city of\s+|the port of\s+|the capital,?\s+|neighbouring\s+|nearby\s+|downtown\s+|central\s+|places such as\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"\s*(?:,? based)?\s*(?:(there|here)\b|(?:in|to|at|of)\s+((?:the|this|that|its|his|their|each other's|the other's|either|both)\s+(?:\w+\s+){0,2}?"
    r"(?:country|nation|kingdom|island|islands|republic|sultanate|emirate|principality|capital|capitals|city|state|states|countries|territory|north|south|"
    r"side|host|neighbour|archipelago|federation|latter|former|union)(?:'s capital)?)\b)",
    re.IGNORECASE,
)


def read_around(page: Page, names: Names, post: Post) -> None:
    """Fill in owners, seats and partners that the phrase itself gives."""
    _look_left(page, names, post)
    read_right(page, names, post)
    if post.kind == "relations":
        _look_for_partners(page, names, post)


def _look_left(page: Page, names: Names, post: Post) -> None:
    parse, owners, index, possessive = page.parse, [], post.first - 1, False
    while index >= 0 and post.first - index <= _REACH and parse[index].sent == parse[post.first].sent:
        token, number = parse[index], names.at_token.get(index)
        if number is not None:
            place = names.places[number]
            if possessive or place.kind == "demonym" or place.city is None:
                owners.append(number)
            elif _beside(page, names.token_at(place.end - 1), post.first) and (seat := names.seat(place)):
                post.seats = (seat,)  # "Ghana's Washington embassy"
            index, possessive = names.token_at(place.start) - 1, False
            if owners and not _joins(page, index):
                break
            continue
        if token.lower_ in _OWN:
            post.owner_word = index
            break
        possessive = token.lower_ in _POSSESSIVE and token.tag_ == "POS"  # of the word right before it
        if token.lower_ in ("the", "this", "that") and not owners:
            post.definite = True
        if _stops(token, joined=not owners or _joins(page, index), begun=bool(owners)):
            break
        index -= 1
    left = names.places[owners[-1]].start if owners else post.start
    post.begin = left if post.owner_word is None else parse[post.owner_word].idx
    codes = [names.places[number].state for number in reversed(owners)]
    post.owners = tuple(dict.fromkeys(code for code in codes if code))


def _beside(page: Page, last: int, first: int) -> bool:
    """Whether only adjectives stand between a city and the noun."""
    return all(token.pos_ in ("ADJ", "ADV", "PUNCT") for token in page.parse[last + 1 : first])


def _stops(token: Any, *, joined: bool, begun: bool) -> bool:
    """Whether the phrase cannot reach beyond this word: an article opens it, unless owners are listed before."""
    if not begun and (token.tag_ in ("DT", "CC") or token.lower_ == ","):
        return True
    if token.lower_ in _POSSESSIVE and token.tag_ == "POS":
        return False
    if not joined or token.lower_ in ("this", "that") or token.lower_ in _STOPS or token.tag_ in _STOP_TAGS:
        return True
    return bool(token.tag_ == "VBG" and token.dep_ not in ("amod", "compound"))


def _joins(page: Page, index: int) -> bool:
    return index >= 0 and page.parse[index].lower_ in _JOINS


def read_right(page: Page, names: Names, post: Post) -> None:
    """Fill in the seats, and the owner after "of", that stand after the noun."""
    offset = post.end
    for _ in range(_MORE):
        bracket = _BRACKET.match(page.text, offset)
        number = names.behind(bracket)
        if number is not None and not post.seats:  # "embassies (Kampala and Luanda)"
            post.seats, post.finish = names.seats(number), names.places[names.chain(number)[-1]].end
            return
        found = _PREPOSITION.match(page.text, offset, offset + 60)
        number = names.behind(found)
        if found is None or number is None:
            _look_for_reference(page, names, post, offset)
            return
        word = found[1].lower()
        if word in ("of", "for") and not post.owners and not (post.kind == "head" and word == "for"):
            if names.places[number].city is None or names.places[number].kind != "city":
                post.owners = names.owners(number)
        elif word == "from" and post.kind in ("head", "staff"):
            post.origin = names.seats(number)
            return
        elif not post.seats and (seats := names.seats(number)):
            post.seats, post.towards = seats, word == "to"
        offset = post.finish = names.places[names.chain(number)[-1]].end


def _look_for_reference(page: Page, names: Names, post: Post, offset: int) -> None:
    """Keep "there", "in that country" for discourse; "in the Thai capital" names the state after all."""
    reference = _REFERENCE.match(page.text, offset, offset + 80)
    if reference is None or post.seats:
        return
    if inner := names.within(reference.start(), reference.end()):
        code = names.places[inner[0]].state
        post.seats = (Seat(code, None),) if code else ()
        return
    group = 1 if reference[1] else 2
    post.seat_words, post.seat_at = reference[group].lower(), reference.start(group)


def _look_for_partners(page: Page, names: Names, post: Post) -> None:
    """Find the states after "relations with" and "relations between"."""
    number = next(iter(names.within(post.end, post.end + 60)), None)
    found = _PARTNER.fullmatch(page.text, post.end, names.places[number].start) if number is not None else None
    if found is None or number is None:
        return
    body = _BODY.match(page.text, names.places[number].end) if names.places[number].kind == "demonym" else None
    if body is None or body[1].lower() in load("discourse")["words"]["speaks_for"]:
        post.partners, post.between = names.owners(number), found[1].lower() == "between"
