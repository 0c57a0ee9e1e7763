"""The processes that serve a register: one, or several behind one port, each with its own memory of answers.

What they must agree upon is in files: sessions, replies, the secret of forms, the register.
"""

import dataclasses
import gc
import json
import os
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from legation.web.app import create_app
from legation.web.settings import Settings

_HANDED: Final = "LEGATION_SERVED"  # the variable in which a process finds its settings; not to be set by people
_PATIENCE: Final = 60  # seconds without a sign of life, as a large register is folded, until a process is replaced


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until told to end."""
    if settings.workers == 1:
        uvicorn.run(create_app(settings, _settle), host=host, port=port, log_level="warning", server_header=False)
        return
    told = dataclasses.asdict(settings)
    os.environ[_HANDED] = json.dumps(told | {"policy": str(settings.policy) if settings.policy else None})
    uvicorn.run(
        f"{__name__}:app", factory=True, workers=settings.workers, host=host, port=port, log_level="warning",
        server_header=False, timeout_worker_healthcheck=_PATIENCE,
    )  # fmt: skip


def app() -> FastAPI:
    """Make the application of one process of several, with the settings handed to it."""
    told = json.loads(os.environ[_HANDED])
    policy = told.pop("policy")
    return create_app(Settings(**told, policy=Path(policy) if policy else None), _settle)


def _settle() -> None:
    """Leave what is in memory by now out of Python's searches for cycles: it stays, and each would take a tenth of a second."""
    gc.collect()
    gc.freeze()
