"""Compare over HTTP: two days, known times, definitions, scenarios, holders or data sets, in the command line's words.

A scenario is sent as what it says, or as an address that was printed; a path means nothing here.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from legation.network.scenario import from_text
from legation.network.sides import compared, sides
from legation.register.policy import DEFAULT
from legation.web.api.forms import Members, State, send
from legation.web.question import Asked, state_code

router = APIRouter(prefix="/api/v1", tags=["one state"])
LONGEST: Final = (
    2_500  # signs of a side: two of them, each sign written as twelve, are an address that servers still take
)
Side = Annotated[
    str,
    Query(
        max_length=LONGEST, examples=["2023-10-01"],
        description="`DATE[@KNOWN][/DEFINITION]`, `holder:NAME`, `source:NAME`, or `scenario:` and TOML or an address of `/what-if`.",
    ),
]  # fmt: skip


@router.get("/compare/{state}")
def compare_of(
    request: Request, *, state: State, question: Asked, first: Side, second: Side, members: Members = False
) -> Response:
    """Compare two days, known times, definitions, scenarios, holders or data sets by member.

    `on`, `known` and `definition` are for holders, data sets and scenarios; a day says its own.
    """
    given = {key: request.query_params.get(key) or None for key in ("on", "known")}
    what = question.definition if question.definition != DEFAULT else None
    both = sides(first, second, from_text, **given, definition=what)
    found = compared(request.app.state.registers.reading(), state_code(state), both)
    return send(request, found.json_form(members=members))
