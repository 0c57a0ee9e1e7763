"""Parts over workers: one process by itself, or Ray's on this machine or on a cluster that is named.

What is done is told by the manifests that lie at the result's place, so a run that was killed is run again and does only
what is missing. Ray starts a task anew whose worker died.
"""

import hashlib
import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec

from legation.bulk.part import FORM, Job, Manifest, work
from legation.bulk.places import Place, arrow_of
from legation.errors import DataError, MissingExtra
from legation.reader.registry import reader as reader_of

_AGAIN: Final = 5  # times that a part whose worker died is begun anew
Tell = Callable[[Manifest | str], None]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to. ``sha256`` is the same for the same archives and reader, whoever read them."""

    parts: int
    done_before: int
    failed: list[str]
    records: int
    documents: int
    claims: int
    refused: int
    sha256: str


def run(
    sources: Sequence[str],
    out: str,
    *,
    reader: str = "default",
    workers: int = 1,
    cluster: str | None = None,
    private: bool = False,
    tell: Tell | None = None,
) -> Summary:
    """Read archives into parts at ``out``, those that are not there yet; ``cluster`` is Ray's address.

    Raises:
        MissingExtra: pyarrow, fsspec or Ray is not installed.
        DataError: ``out`` cannot be used.
    """
    arrow_of()
    place, version = Place(out), reader_of(reader).name
    jobs = [
        Job(source=source, out=out, reader=reader, version=version, private=private) for source in sorted(set(sources))
    ]
    there = set(place.names())
    todo = [job for job in jobs if f"{job.key}.json" not in there]
    made = _on_ray(todo, workers, cluster) if todo and (workers > 1 or cluster) else map(work, todo)
    failed = list[str]()
    for one in made:
        if isinstance(one, str):
            failed.append(one)
        if tell:
            tell(one)
    return _summed(place, jobs, len(jobs) - len(todo), sorted(failed))


def _summed(place: Place, jobs: Sequence[Job], before: int, failed: list[str]) -> Summary:
    """Add up the parts of these archives, and write it beside them."""
    found = [one for one in manifests(place) if one.key in {job.key for job in jobs}]
    sums = [[one.key, one.sha256] for one in sorted(found, key=lambda one: one.key)]
    summary = Summary(
        parts=len(found),
        done_before=before,
        failed=failed,
        records=sum(one.count.records for one in found),
        documents=sum(one.documents for one in found),
        claims=sum(one.claims for one in found),
        refused=sum(one.count.refused for one in found),
        sha256=hashlib.sha256(msgspec.json.encode(sums)).hexdigest(),
    )
    place.write("summary.json", msgspec.json.encode(summary))
    return summary


def manifests(place: Place) -> list[Manifest]:
    """Read the manifests of the parts that are done, in the order of their archives.

    Raises:
        DataError: one of another form, or none at all.
    """
    found = []
    for name in place.names():
        if name.endswith(".json") and name != "summary.json" and not name.startswith("."):
            try:
                one = msgspec.json.decode(place.read(name), type=Manifest)
            except msgspec.DecodeError as error:
                raise DataError(
                    f"{place.address}/{name}: no manifest of a part ({error}); name the --out of a `bulk`"
                ) from error
            if one.form != FORM:
                raise DataError(
                    f"{place.address}/{name}: of form {one.form}, this version knows {FORM}; run `bulk` anew"
                )
            found.append(one)
    return sorted(found, key=lambda one: (one.source, one.key))


def _on_ray(jobs: Sequence[Job], workers: int, cluster: str | None) -> Iterator[Manifest | str]:
    """Hand the jobs to Ray and give what became of each as it comes."""
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Ray's ports are open to the network and run what they are sent; it looks at its environment when it is imported
    if not cluster and "RAY_AUTH_MODE" not in os.environ and "ray" not in sys.modules:
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    try:
        import ray  # noqa: PLC0415  # an extra of half a gigabyte
    except ImportError as error:
        raise MissingExtra(
            "several workers need Ray, which is not installed; run pip install 'legation[ray]'"
        ) from error
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
    options |= (
        {"address": cluster} if cluster else {"address": "local", "num_cpus": workers, "include_dashboard": False}
    )
    with ray.init(**options):
        task = ray.remote(num_cpus=1, max_retries=_AGAIN)(work)
        by_ref = {task.remote(job): job for job in jobs}
        waiting = list(by_ref)
        while waiting:
            done, waiting = ray.wait(waiting, num_returns=1)
            for ref in done:
                try:
                    yield ray.get(ref)
                except ray.exceptions.WorkerCrashedError:
                    yield f"{by_ref[ref].source}: its worker died {_AGAIN + 1} times; read it by itself"
