"""The places of a page by token and by character, what is coordinated with what, and which of them are seats.

Coordination is read from the surface rather than from the parse: a statistical parser splits "Peru, Kenya and Jordan"
now here, now there, while the words between two members of a list hardly vary in English.
"""

import bisect
import re
from dataclasses import dataclass
from typing import Final

from legation.gazetteer import Place, capital
from legation.reader.types import Page

CHAIN: Final = 40  # places in one coordination at most; the longest in the training articles has 13
_LINK: Final = re.compile(
    r"\s*(?:\([^()]{0,60}\))?\s*(?:,|;|/|&|and|or|nor|as well as|but also|and also|plus|along with|followed by)"
    r"(?:\s*(?:,|and|or|nor|finally|then|also|later))*\s*(?:(?:in|to|from|with|by|of|at)\s+)?(?:the\s+|both\s+|neighbouring\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a mission is: the state, and the city where the text gives it."""

    state: str
    city: str | None
    place: Place | None = None


class Names:
    """The places of a page, by token and by character, and their coordinations."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = page.places
        self._starts = [place.start for place in page.places]
        self._sentence_starts = [sentence.start for sentence in page.sentences]
        self._token_starts = [token.idx for token in page.parse]
        self.at_token: dict[int, int] = {}
        for number, place in enumerate(page.places):
            first, last = self.token_at(place.start), self.token_at(max(place.start, place.end - 1))
            for token in range(first, last + 1):
                self.at_token.setdefault(token, number)

    def token_at(self, offset: int) -> int:
        """Give the index of the token that holds this character."""
        return max(0, bisect.bisect_right(self._token_starts, offset) - 1)

    def sentence_of(self, offset: int) -> int:
        """Give the index of the sentence that holds this character."""
        return max(0, bisect.bisect_right(self._sentence_starts, offset) - 1)

    def starting(self, offset: int) -> int | None:
        """Give the number of the place that starts at this character."""
        number = bisect.bisect_left(self._starts, offset)
        return number if number < len(self._starts) and self._starts[number] == offset else None

    def behind(self, match: re.Match[str] | None) -> int | None:
        """Give the number of the place that starts right behind what matched."""
        return None if match is None else self.starting(match.end())

    def within(self, start: int, end: int) -> range:
        """Give the numbers of the places that start in these characters."""
        return range(bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end))

    def chain(self, number: int) -> list[int]:
        """Give the places coordinated with this one, from it to the right: "Peru, Kenya and Jordan"."""
        found, text = [number], self.page.text
        while len(found) < CHAIN and found[-1] + 1 < len(self.places):
            left, right = self.places[found[-1]], self.places[found[-1] + 1]
            between = text[left.end : right.start]
            if len(between) > 80 or not _LINK.fullmatch(re.sub(r"^['’]s\b", "", between)):
                break
            found.append(found[-1] + 1)
        return found

    def seats(self, number: int) -> tuple[Seat, ...]:
        """Read a coordination of places as seats; "Barranquilla in Colombia" and "San José, Costa Rica" are one."""
        seats: list[Seat] = []
        todo = self.chain(number)
        while todo:
            place = self.places[todo.pop(0)]
            seat = self.seat(place)
            if seat is None:
                continue
            if seats and place.city is None and seats[-1].city and seats[-1].state == seat.state:
                continue  # the state after its own city only says where the city is
            seats.append(seat)
        return tuple(seats)

    def seat(self, place: Place) -> Seat | None:
        """Read one place as a seat: "the Thai capital" gives the city, a state's name the state alone."""
        if place.state is None:
            return None
        if place.kind == "demonym":
            after = self.page.text[place.end : place.end + 24].lower()
            if re.match(r"[\s-]+(?:\w+\s+)?(?:capital|city|port|town|side)\b", after):
                return Seat(place.state, capital_city(place.state, self.page) if " capital" in after else None, place)
            return None
        return Seat(place.state, place.city, place)

    def owners(self, number: int) -> tuple[str, ...]:
        """Read a coordination of places as states that own or act."""
        codes = [self.places[one].state for one in self.chain(number)]
        return tuple(dict.fromkeys(code for code in codes if code))


def capital_city(code: str, page: Page) -> str | None:
    """Give the capital of a state on the day of the page."""
    return capital(code, page.day)
