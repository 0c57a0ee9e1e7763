"""What docs/security.md promises names tests that there are, and every answer bears the safe headers."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.web import Settings, create_app

ROOT = Path(__file__).parents[2]


def test_each_promise_names_a_test_that_there_is() -> None:
    """A promise whose test is renamed or gone is no promise."""
    rows = [one for one in (ROOT / "docs" / "security.md").read_text("utf-8").splitlines() if one.startswith("| ")][2:]
    written = "".join(one.read_text("utf-8") for one in (ROOT / "tests").rglob("test_*.py"))
    assert rows
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert [one for one in named if f"def {one}(" not in written] == [], row
        assert all((ROOT / one).is_file() for one in re.findall(r"`(tests/[^`]+)`", row)), row


@pytest.mark.parametrize("address", ["/", "/api/v1/documents", "/feeds/changes.atom", "/nothing", "/healthz"])
def test_every_answer_bears_the_safe_headers(tmp_path: Path, address: str) -> None:
    """No script but the server's own, no frame, no guessing of types."""
    with TestClient(create_app(Settings(str(careful_register(tmp_path))))) as client:
        headers = client.get(address).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
