"""Why a document could not be read: a closed list, and for each whether asking again can help.

They are values and not exceptions, because a document that was not read is an outcome that is kept and counted.
"""

import enum
from typing import Final

import msgspec


class Fault(enum.StrEnum):
    """What was wrong with a reply, or with getting one."""

    CUT_OFF = "cut_off"  # the model ran into its limit, or the line broke in the middle
    NOT_JSON = "not_json"
    SCHEMA = "schema"  # JSON, and not what was asked for
    EMPTY = "empty"  # no words at all; an empty list of claims is an answer
    REPEATED = "repeated"  # the model turns in a circle
    LANGUAGE = "language"  # the model translated what it should quote
    DECLINED = "declined"  # the model or its keeper would not answer
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    BUSY = "busy"  # the server asks for patience
    SERVER = "server"
    UNAUTHORISED = "unauthorised"
    REQUEST = "request"  # the server does not take the request as it stands
    TOO_LARGE = "too_large"
    BUDGET = "budget"
    STOPPED = "stopped"  # not asked, because the endpoint had turned all others away


ABOUT_REPLY: Final = frozenset(
    {Fault.CUT_OFF, Fault.NOT_JSON, Fault.SCHEMA, Fault.EMPTY, Fault.REPEATED, Fault.LANGUAGE}
)
ASK_AGAIN: Final = ABOUT_REPLY | {Fault.TIMEOUT, Fault.CONNECTION, Fault.BUSY, Fault.SERVER}
# with these every other document would fare the same, so none is tried
FINAL: Final = frozenset({Fault.UNAUTHORISED})


class Trouble(msgspec.Struct, frozen=True):
    """A fault with its particulars; ``patience`` is how many seconds the server asks to wait."""

    fault: Fault
    detail: str
    patience: float | None = None
    input_tokens: int = 0
    output_tokens: int = 0
