"""The OpenAPI document against the running server: what Schemathesis makes of it is sent over real HTTP and answered as promised."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import jsonschema
import pytest
import schemathesis
from chromium import started
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from user import FORMS, careful_register, here

from legation.web import Settings, create_app

CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
SERVE = """
import sys, uvicorn
from legation.web import Settings, create_app
uvicorn.run(create_app(Settings(sys.argv[1], rate=10**6, replies=10**6)), port=int(sys.argv[2]), log_level="warning")
"""  # as `legation serve` does, and without a limit of requests
ITEMS = {
    "check", "coverage", "outlook", "changes", "search", "series", "ranking", "graph",
    "network", "mission", "host", "reciprocity", "ties", "compare", "scenario", "review",
    "rulings", "policy", "copies",
}  # fmt: skip
OPERATIONS = [
    (method, path) for path, held in create_app(Settings("none")).openapi()["paths"].items() for method in held
]
STATES = {"state": "KP", "receiving": "ES"}
EXAMPLES = 15  # an operation
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Serve the careful reader's register by uvicorn; gives the address, and a token that may do everything."""
    db = careful_register(tmp_path_factory.mktemp("schema"))
    token = here("token", "new", "--name", "Ada", "--scope", "add,review", db=db).stdout.strip()
    with started(lambda port: [sys.executable, "-c", SERVE, str(db), str(port)]) as address:
        yield address, token


@pytest.fixture(scope="module")
def described(served: tuple[str, str]) -> Any:
    """Load the document from the running server."""
    return schemathesis.openapi.from_url(f"{served[0]}/api/v1/openapi.json")


def no_fault(context: Any, response: Any, case: Any) -> None:
    """Take nothing for a fault of the server but what is one: a format whose package is not there is refused with 501."""
    if response.status_code != HTTPStatus.NOT_IMPLEMENTED:
        not_a_server_error(context, response, case)


def is_problem(_: Any, response: Any, case: Any) -> None:
    """Hold every error to RFC 9457: its media type, its members, and the status said twice."""
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return
    assert response.headers["content-type"] == ["application/problem+json"], (case.formatted_path, response.content)
    form = response.json()
    assert form["status"] == response.status_code
    assert form["title"]
    assert form["detail"]
    assert "Traceback" not in form["detail"]


def has_form(_: Any, response: Any, case: Any) -> None:
    """Hold each answer, or each item of a list, to the form that the command line's answers have too."""
    word = case.operation.path.removeprefix("/api/v1/").partition("/")[0]
    if response.status_code != HTTPStatus.OK or word not in ITEMS or case.method != "GET":
        return
    form = response.json()
    one = {"$schema": FORMS["$schema"], "$ref": f"#/$defs/{word}", "$defs": FORMS["$defs"]}
    for each in form.get("items", [form]):
        jsonschema.Draft202012Validator(one).validate(each)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_server_answers_as_its_document_says(
    served: tuple[str, str], described: Any, method: str, path: str
) -> None:
    """Whatever is asked, with or without sense: no fault of the server, and no status, type or form that is not told."""
    operation = described[path][method]
    sense, nonsense = (operation.as_strategy(generation_mode=one) for one in GenerationMode)
    likely = sense.map(_likely)
    headers = {"Authorization": f"Bearer {served[1]}"} if method == "post" else {}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize="LEGATION_FUZZ"
        not in os.environ,  # the same examples in every run; others are for who looks for faults
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=st.one_of(likely, sense, nonsense))
    def answered(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS, additional_checks=[no_fault, is_problem, has_form])

    answered()


def _likely(case: Any) -> Any:
    """Ask after states and days that the register knows, so that answers come too."""
    case.path_parameters |= {key: STATES[key] for key in case.path_parameters if key in STATES}
    for name, day in (("on", "2024-01-31"), ("since", "2023-09-30"), ("first", "2023-10-01"), ("second", "2024-01-31")):
        if name in case.query:
            case.query[name] = day
    for name in ("known", "definition", *(("on",) if "first" in case.query else ())):
        case.query.pop(name, None)
    return case


def test_the_document_is_openapi_and_tells_every_address(served: tuple[str, str]) -> None:
    """Of version 3.1, with each error in one form, and a token asked for where something is written."""
    with urllib.request.urlopen(f"{served[0]}/api/v1/openapi.json") as answer:  # noqa: S310  # our own server
        document = json.load(answer)
    assert document["openapi"].startswith("3.1")
    paths = document["paths"]
    assert len(paths) > 20
    for path, operations in paths.items():
        for method, operation in operations.items():
            errors = {key: one for key, one in operation["responses"].items() if key >= "400"}
            assert errors or path == "/healthz"
            assert all(set(one["content"]) == {"application/problem+json"} for one in errors.values())
            signed = path in ("/api/v1/documents", "/api/v1/decisions") and method == "post"
            assert ("security" in operation) is signed
            assert ("401" in errors) is signed


@pytest.mark.parametrize(
    ("word", "body"),
    [
        ("documents", {"text": "Chile closed its embassy in Oslo."}),
        ("decisions", {"kind": "accept", "names": ["KP-ES-embassy"], "reason": "none"}),
    ],
)
def test_without_a_token_nothing_is_written(served: tuple[str, str], word: str, body: dict[str, Any]) -> None:
    """The refusal is the one that the document tells, and the register knows no more than before."""
    before = _read(f"{served[0]}/readyz")
    asked = urllib.request.Request(  # noqa: S310  # our own server
        f"{served[0]}/api/v1/{word}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)  # noqa: S310  # our own server
    with refused.value as answer:
        assert answer.status == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert _read(f"{served[0]}/readyz") == before


def _read(address: str) -> Any:
    with urllib.request.urlopen(address) as answer:  # noqa: S310  # our own server
        return json.load(answer)
