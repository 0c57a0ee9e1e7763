"""What the tests of letters share: a register, its outbox, and a subscriber."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from subscriber import SECRET, Desk, Subscriber, news, subscriber

from legation.notify import Subscription


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose register holds one document."""
    news(tmp_path, "Old news", sending="FR", receiving="ML")
    return Desk(tmp_path)


@pytest.fixture
def other() -> Iterator[Subscriber]:
    """A subscriber."""
    with subscriber() as held:
        yield held


@pytest.fixture
def third() -> Iterator[Subscriber]:
    """Another subscriber."""
    with subscriber() as held:
        yield held


@pytest.fixture
def hook(other: Subscriber) -> Subscription:
    """The subscription of the first subscriber."""
    return Subscription(name="Hook", to=other.address, secret=SECRET)
