"""One question brought to an answer: cache, budget, pace, attempts, and the line itself."""

import threading
from typing import Final, NamedTuple

from legation.errors import ReaderUnusable
from legation.reader.llm.budget import Purse, Usage
from legation.reader.llm.cache import Cache, Kept, key
from legation.reader.llm.faults import ABOUT_REPLY, ASK_AGAIN, FINAL, Fault, Trouble
from legation.reader.llm.instruction import CORRECTIONS, NAME, instruction, question, schema, version
from legation.reader.llm.pace import Pace
from legation.reader.llm.reply import Raw, decode, translated
from legation.reader.llm.settings import Settings
from legation.reader.llm.wire import Answer, Ask, Transport

_LETTERS: Final = 3  # letters of English to a token, on the careful side (4 is usual)
_FRAME: Final = 200  # tokens of schema names, roles and marks around a question


class Outcome(NamedTuple):
    """What came of a question, and what it cost."""

    found: list[Raw] | Trouble
    usage: Usage


class Session:
    """Asks questions for one reader, from any number of threads."""

    def __init__(self, settings: Settings, transport: Transport, pace: Pace | None = None) -> None:
        self._settings = settings
        self._transport = transport
        self._cache = Cache(settings.cache)
        self._pace = pace or Pace(settings.per_minute, settings.longest_wait)
        self.purse = Purse(settings.budget)
        self._stopped = threading.Event()
        self._dearer = 1.0  # how many times more tokens the endpoint counts than were estimated, at worst

    def ask(self, text: str, published: str | None) -> Outcome:
        """Ask for the claims of a window: from the cache, or of the endpoint, as often as allowed."""
        name = self._key(text, published)
        if kept := self._cache.get(name):
            return Outcome(list(kept.claims), Usage(cached=1))
        usage = Usage()
        trouble = Trouble(Fault.STOPPED, "the endpoint had turned the documents before away")
        for attempt in range(1, self._settings.attempts + 1):
            if self._stopped.is_set():
                break
            found, spent = self._once(text, published, CORRECTIONS.get(trouble.fault))
            usage += spent
            if not isinstance(found, Trouble):
                kept = Kept(1, tuple(found), usage.input_tokens, usage.output_tokens)
                self._cache.put(name, kept)
                return Outcome(found, usage)
            trouble = found
            if trouble.fault in FINAL:
                self._stopped.set()
            if trouble.fault not in ASK_AGAIN or attempt == self._settings.attempts:
                break
            if trouble.fault not in ABOUT_REPLY and not self._pace.back_off(attempt, trouble.patience):
                break
        return Outcome(trouble, usage)

    def known(self, text: str, published: str | None) -> bool:
        """Whether the cache holds the answer."""
        return self._cache.get(self._key(text, published)) is not None

    def likely(self, text: str, published: str | None) -> Usage:
        """Give the greatest likely cost of one question."""
        letters = len(instruction()) + len(str(schema())) + len(question(text, published).encode())
        return Usage(1, 0, int((letters // _LETTERS + _FRAME) * self._dearer), self._settings.max_output)

    def _key(self, text: str, published: str | None) -> str:
        said = self._settings
        return key(
            version(), said.form, said.url, said.model, said.output, said.max_output, said.extra, published, text
        )

    def _once(self, text: str, published: str | None, correction: str | None) -> tuple[list[Raw] | Trouble, Usage]:
        """Ask once and read the reply."""
        likely = self.likely(text, published)
        if not self.purse.reserve(likely):
            return Trouble(Fault.BUDGET, f"the budget of {self.purse.budget} is spent"), Usage()
        true = likely
        try:
            self._pace.wait()
            answer = self._transport.ask(Ask(instruction(), question(text, published, correction), NAME, schema()))
            true = _cost(answer, likely)
        finally:
            self.purse.settle(likely, true)
        if isinstance(answer, Trouble):
            return answer, true
        # a race between two workers costs an estimate some of its care and nothing else
        self._dearer = max(self._dearer, self._dearer * true.input_tokens / likely.input_tokens)
        if answer.wait:
            self._pace.hold(answer.wait)
        reply = self._settings.redact(answer.text)
        found = decode(reply, answer.stop)
        if isinstance(found, list) and (told := translated(found, text)):
            found = told
        return found, true

    def close(self) -> None:
        """Let go of the line."""
        self._transport.close()


def _cost(answer: Answer | Trouble, likely: Usage) -> Usage:
    """Give what an answer cost: as the endpoint counts, or estimated where it does not count."""
    if isinstance(answer, Trouble):
        # a refused request costs nothing; one that ran out of time was worked on
        paid = answer.fault in (Fault.TIMEOUT, Fault.CUT_OFF)
        return Usage(1, 0, likely.input_tokens if paid else 0, 0)
    read = answer.input_tokens if answer.input_tokens is not None else likely.input_tokens
    written = answer.output_tokens if answer.output_tokens is not None else len(answer.text) // _LETTERS
    return Usage(1, 0, max(0, read), max(0, written))


def transport(settings: Settings) -> Transport:
    """Give the line in the form that the settings name.

    Raises:
        ReaderUnusable: the client library of that form is not installed.
    """
    try:
        if settings.form == "anthropic":
            from legation.reader.llm.anthropic_form import AnthropicForm  # noqa: PLC0415  # seconds to import

            return AnthropicForm(settings)
        from legation.reader.llm.openai_form import OpenAIForm  # noqa: PLC0415

        return OpenAIForm(settings)
    except ModuleNotFoundError as error:
        raise ReaderUnusable(
            f"the language-model reader needs the package {error.name}; install it with: pip install 'legation[llm]'"
        ) from error
