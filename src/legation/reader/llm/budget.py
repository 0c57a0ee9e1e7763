"""What may be spent, what a token costs, and a purse that is never overdrawn by more than an estimate's error.

Before a request its greatest likely cost is set aside; afterwards the true cost takes its place. So requests that run
at the same time cannot together pass a limit that each of them respects.
"""

import threading
from typing import Final, Literal, Self

import msgspec

from legation.errors import ReaderUnusable

_FORM: Final = "write tokens (200000) or money (2.50USD)"


class Usage(msgspec.Struct, frozen=True):
    """Tokens in and out, and the requests that they took; ``cached`` counts replies taken from the cache."""

    requests: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.requests + other.requests,
            self.cached + other.cached,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.input_tokens + self.output_tokens


class Prices(msgspec.Struct, frozen=True):
    """What a million tokens cost, in and out, in one currency."""

    input: float
    output: float
    currency: str = "USD"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "0.25/1.25" or "0.25/1.25EUR"."""
        number, currency = _currency(text)
        one, slash, other = number.partition("/")
        prices = cls(float(one), float(other if slash else one), currency or "USD")
        if not (0 <= prices.input < 1e6 and 0 <= prices.output < 1e6):
            raise ValueError("give prices of a million tokens, in and out: 0.25/1.25USD")
        return prices

    def cost(self, usage: Usage) -> float:
        """Give what a usage costs."""
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1e6


class Budget(msgspec.Struct, frozen=True):
    """A limit in tokens or in money."""

    limit: float
    unit: Literal["tokens", "money"]
    prices: Prices | None = None

    @classmethod
    def parse(cls, text: str, prices: Prices | None) -> Self:
        """Read "200000", "200k" or "2.50USD".

        Raises:
            ReaderUnusable: no number, or money without prices or in another currency than theirs.
        """
        number, currency = _currency(text)
        scale = {"k": 1e3, "m": 1e6}.get(number[-1:].lower(), 1.0) if not currency else 1.0
        try:
            limit = float(number[:-1] if scale > 1 else number) * scale
        except ValueError:
            raise ReaderUnusable(f"budget {text[:40]!r} is no amount; {_FORM}") from None
        if not 0 < limit < 1e15:
            raise ReaderUnusable(f"budget {text[:40]!r} allows nothing; {_FORM}")
        if not currency:
            return cls(limit, "tokens")
        if prices is None or prices.currency != currency:
            raise ReaderUnusable(
                f"budget {text[:40]!r}: what a token costs is not known; set LEGATION_LLM_PRICE, such as 0.25/1.25{currency}"
            )
        return cls(limit, "money", prices)

    def worth(self, usage: Usage) -> float:
        """Give a usage in the budget's unit."""
        return self.prices.cost(usage) if self.prices else float(usage.tokens)

    def __str__(self) -> str:
        return f"{self.limit:g} {self.prices.currency}" if self.prices else f"{self.limit:.0f} tokens"


class Purse:
    """Keeps what was spent and what is set aside; safe to use from several threads."""

    def __init__(self, budget: Budget | None) -> None:
        self.budget = budget
        self.spent = Usage()
        self._aside = 0.0
        self._lock = threading.Lock()

    def reserve(self, likely: Usage) -> bool:
        """Set the greatest likely cost of a request aside; False, and nothing set aside, where it would pass the limit."""
        if self.budget is None:
            return True
        worth = self.budget.worth(likely)
        with self._lock:
            if self.budget.worth(self.spent) + self._aside + worth > self.budget.limit:
                return False
            self._aside += worth
        return True

    def settle(self, likely: Usage, true: Usage) -> None:
        """Put the true cost in the place of what was set aside."""
        with self._lock:
            if self.budget is not None:
                self._aside -= self.budget.worth(likely)
            self.spent += true


def _currency(text: str) -> tuple[str, str]:
    """Part an amount from its currency: a sign before or behind it, or three letters behind."""
    text = text.strip()
    for sign, code in (("$", "USD"), ("€", "EUR"), ("£", "GBP")):
        if sign in text:
            return text.replace(sign, "").strip(), code
    if len(text) > 3 and text[-3:].isalpha():
        return text[:-3].strip(), text[-3:].upper()
    return text, ""
