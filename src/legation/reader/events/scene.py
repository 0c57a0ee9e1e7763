"""One trigger in its sentence: what the finders of missions, people, owners and seats look at."""

from dataclasses import dataclass
from typing import Any

from legation.reader.context.discourse import Discourse
from legation.reader.context.salience import Guess, Role
from legation.reader.events.triggers import Trigger
from legation.reader.grammar.frames import Frame
from legation.reader.mentions.names import Seat
from legation.reader.mentions.post import Post
from legation.reader.types import Page, Sentence


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence of a page, with what is known of the page."""

    page: Page
    discourse: Discourse
    sentence: Sentence

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.page.text[self.sentence.start : self.sentence.end]

    @property
    def posts(self) -> list[Post]:
        """The phrases about missions, people and relations in the sentence."""
        return self.discourse.posts_in(self.sentence.start, self.sentence.end)

    def words(self, post: Post | None) -> str:
        """Give the words of a phrase, for a trace."""
        return self.page.text[post.start : post.end] if post else ""

    def first_place(self, offset: int, gap: int) -> int | None:
        """Give the first place within so many characters after this one."""
        return next(iter(self.discourse.names.within(offset, min(self.sentence.end, offset + gap))), None)

    def group_before(self, offset: int, gap: int) -> list[int]:
        """Give the last place within so many characters before this one, and what is coordinated with it."""
        numbers = self.discourse.names.within(max(self.sentence.start, offset - gap), offset)
        if not numbers:
            return []
        first = last = numbers[-1]
        while first - 1 in numbers and first in self.discourse.names.chain(first - 1):
            first -= 1
        return list(range(first, last + 1))

    def codes(self, numbers: list[int]) -> tuple[str, ...]:
        """Give the states of these places, each once."""
        found = [self.discourse.names.places[number].state for number in numbers]
        return tuple(dict.fromkeys(code for code in found if code))


@dataclass(frozen=True, slots=True)
class Scene(Spot):
    """A trigger with the page, the sentence and the frame that it stands in."""

    trigger: Trigger
    frame: Frame

    @property
    def token(self) -> Any:
        """The trigger's word in the parse."""
        return self.trigger.token

    @property
    def span(self) -> tuple[int, int]:
        """The characters of the trigger's word."""
        return self.token.idx, self.token.idx + len(self.token.text)

    @property
    def after(self) -> str:
        """The sentence from the trigger on."""
        return self.page.text[self.token.idx : self.sentence.end]

    def inner(self, *prepositions: str) -> list[Any]:
        """Give what stands after these prepositions in the frame, in their order."""
        return [token for key in prepositions for token in self.frame.preps.get(key, ())]

    def place_of(self, token: Any) -> int | None:
        """Give the number of the place that this word belongs to."""
        return self.discourse.names.at_token.get(token.i)

    def seats_of(self, token: Any) -> tuple[Seat, ...]:
        """Give the seats that this word begins to list, where it names a place."""
        number = self.place_of(token)
        return self.discourse.names.seats(number) if number is not None else ()

    def actors(self, post: Post) -> tuple[str, ...]:
        """Give the states that act, leaving out what belongs to the phrase itself."""
        codes: list[str] = []
        for token in [*self.frame.agents, *self.frame.preps.get("subject", ())]:
            if not post.first <= token.i <= post.head and not post.begin <= token.idx < post.finish:
                codes += self.discourse.states(token)
        return tuple(dict.fromkeys(codes))

    def guess(self, role: Role, other: tuple[str, ...], before: tuple[str, ...] = ()) -> Guess | None:
        """Give the likeliest state for a role that the words leave open."""
        return self.discourse.guess(
            role, "implicit", self.token.idx, kind=self.trigger.kind, other=other, before=before
        )
