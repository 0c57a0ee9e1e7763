"""The register as a server uses it: one read-only register a thread, kept open between requests; writers are opened when needed."""

import contextlib
import threading
from collections.abc import Iterator

from legation.errors import StoreError
from legation.register import Policy, Register
from legation.web.recall import Recall, courses
from legation.web.settings import Settings


class Registers:
    """Lends out registers. Each thread that answers requests keeps its own, since a connection belongs to one thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept = threading.local()
        self._all: list[Register] = []
        self._lock = threading.Lock()

    def reading(self) -> Register:
        """Give this thread's register for questions.

        Raises:
            StoreError: the register is not there or cannot be used.
        """
        found: Register | None = getattr(self._kept, "register", None)
        if found is None:
            policy = Policy.read(self._settings.policy) if self._settings.policy else None
            found = Register.open(self._settings.db, create=False, read_only=True, policy=policy)
            self._kept.register = found
            with self._lock:
                self._all.append(found)
        return found

    @contextlib.contextmanager
    def writing(self) -> Iterator[Register]:
        """Open the register for one write."""
        policy = Policy.read(self._settings.policy) if self._settings.policy else None
        with Register.open(self._settings.db, create=False, policy=policy) as register:
            yield register

    def warm(self, recall: Recall) -> None:
        """Work out, before the first reader asks, what most pages begin with; store it where the register may be written.

        After an update of Legation nothing that was stored holds any more, and a large register takes seconds to fold.
        """
        with contextlib.suppress(StoreError), self.writing() as register:
            register.courses()
        with contextlib.suppress(StoreError):
            courses(self.reading(), recall, None)

    def close(self) -> None:
        """Close all that were lent out; for the end of the server."""
        with self._lock:
            for one in self._all:
                one.close()
            self._all.clear()
