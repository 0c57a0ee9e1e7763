"""Zip archives → the documents in them: zipped folders with their meta file, and WACZ, whose pages lie in WARC files.

Nothing is unpacked to disk, so no name in an archive can lead anywhere. A file in it is read up to the limit, whatever
size the archive says; all of them together may not swell beyond the ratio, which ends bombs of many overlapping files.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, Final

from legation.intake import sniff
from legation.intake.archives import mail
from legation.intake.archives.limits import Limits
from legation.intake.archives.packed import Stream
from legation.intake.archives.records import Raw
from legation.intake.archives.warc import warc
from legation.intake.build import Given
from legation.intake.folders import META, Meta, Refusal, read_meta
from legation.intake.sizes import megabytes

_WARC: Final = (".warc", ".warc.gz", ".warc.zst", ".warc.zstd")
_META_LIMIT: Final = 100_000_000
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


class _Budget(Exception):
    """The archive swells beyond what it may."""


class _Counted:
    """A file in an archive whose bytes are counted against all that the archive may hold."""

    def __init__(self, inner: Stream, budget: list[int]) -> None:
        self._inner, self._budget = inner, budget

    def read(self, size: int = -1, /) -> bytes:
        data = self._inner.read(size)
        self._budget[0] -= len(data)
        if self._budget[0] < 0:
            raise _Budget
        return data


def zipped(source: IO[bytes], name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    """Give what a zip archive holds, in the order of the names in it."""
    try:
        archive = zipfile.ZipFile(source)
    except _FAULTS as error:
        yield Refusal(name, f"{name}: no whole zip archive ({error}); get it again")
        return
    with archive:
        infos = [one for one in archive.infolist() if not one.is_dir()]
        if len(infos) > limits.entries:
            yield Refusal(name, f"{name}: {len(infos)} files, the limit is {limits.entries}; split it")
            return
        budget = [limits.free + limits.ratio * sum(one.compress_size for one in infos)]
        yield from _Zip(archive, name, limits, budget).each(sorted(infos, key=lambda one: one.filename))


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits, budget: list[int]) -> None:
        self._archive, self._name, self._limits, self._budget = archive, name, limits, budget

    def each(self, infos: list[zipfile.ZipInfo]) -> Iterator[Raw | Refusal]:
        """Go through the files; after one that cannot be read comes the next."""
        meta, warcs = self._meta(infos), any(_is_warc(one) for one in infos)
        yield from meta.refusals
        for one in infos:
            path = PurePosixPath(one.filename)
            if path.name.startswith((".", "__MACOSX")) or "__MACOSX" in path.parts or path.name == META:
                continue
            try:
                if _is_warc(one):
                    with self._archive.open(one) as stream:
                        yield from warc(_Counted(stream, self._budget), f"{self._name}!{one.filename}", self._limits)
                elif not warcs:  # of WACZ only its WARC files are documents
                    yield from self._file(one, path, meta)
            except _Budget:
                yield Refusal(
                    self._name, f"{self._name}: swells beyond {self._limits.ratio} times its size; no news is like that"
                )
                return
            except _FAULTS as error:
                yield Refusal(path.stem, f"{self._name}!{one.filename}: cannot be read ({error}); pack it anew")

    def _file(self, one: zipfile.ZipInfo, path: PurePosixPath, meta: Meta) -> Iterator[Raw | Refusal]:
        where, suffix = f"{self._name}!{one.filename}", path.suffix.lower()
        form = sniff.by_name(path.name)
        if form is None and suffix not in (".pdf", ".eml", ".mbox"):
            return
        if suffix == ".mbox":
            with self._archive.open(one) as stream:
                yield from mail.mbox(_Counted(stream, self._budget), where, self._limits)
            return
        with self._archive.open(one) as stream:
            data = _Counted(stream, self._budget).read(self._limits.record + 1)
        if len(data) > self._limits.record:
            yield Refusal(
                path.stem, f"{where}: more than {megabytes(self._limits.record)}; split it into single articles"
            )
        elif suffix == ".eml":
            yield from mail.message(data, where, self._limits)
        elif path.stem in meta.given or not meta.unreadable:
            yield Raw(name=path.stem, data=data, given=meta.given.get(path.stem, Given()), form=form)

    def _meta(self, infos: list[zipfile.ZipInfo]) -> Meta:
        found = [one for one in infos if PurePosixPath(one.filename).name == META]
        if not found:
            return Meta()
        where = f"{self._name}!{found[0].filename}"
        try:
            with self._archive.open(found[0]) as stream:
                data = _Counted(stream, self._budget).read(_META_LIMIT)
            return read_meta(data, where)
        except (*_FAULTS, _Budget) as error:
            return Meta(refusals=[Refusal(META, f"{where}: cannot be read ({error}); pack it anew")])


def _is_warc(info: Any) -> bool:
    return str(info.filename).lower().endswith(_WARC)
