"""BagIt 1.0 (RFC 8493): a folder whose every file is vouched for by its SHA-256.

`manifest-sha256.txt` vouches for `data/`, `tagmanifest-sha256.txt` for all else; `sha256sum -c` reads both.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from mayadeen.exceptions import WrongUse
from mayadeen.stores.soundness import Finding, digest_of

PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9a-f]{64})  (\S[^\r\n]*)")


def seal(folder: Path) -> None:
    """Vouches for all files that are there, which are no more written after that."""
    (folder / "bagit.txt").write_bytes(_DECLARATION)
    payload = [name for name in _files(folder) if name.startswith("data/")]
    size = sum((folder / name).stat().st_size for name in payload)
    (folder / "bag-info.txt").write_text(f"Payload-Oxum: {size}.{len(payload)}\n", encoding="utf-8")
    _vouch(folder, PAYLOAD, payload)
    _vouch(folder, TAGS, [name for name in _files(folder) if not name.startswith("data/")])


def _vouch(folder: Path, manifest: str, names: list[str]) -> None:
    lines = [f"{digest_of(folder / name)}  {name}\n" for name in names]
    (folder / manifest).write_text("".join(lines), encoding="utf-8")


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def check(folder: Path) -> Iterator[Finding]:
    """A line for each file that is changed, missing or one too many. Raises WrongUse for what is no such folder."""
    if not (folder / TAGS).is_file() and not (folder / PAYLOAD).is_file():
        raise WrongUse(f"{folder} is no dataset of scrapy export: it has no {PAYLOAD}; without a folder the collection is checked")
    told, wrong = {}, 0
    for manifest in (PAYLOAD, TAGS):
        try:
            told |= dict(_told(folder, manifest))
        except (OSError, ValueError) as error:
            wrong += 1
            yield Finding(False, f"{manifest} cannot be read: {' '.join(str(error).split())}")
    there = {*_files(folder)} - {TAGS}
    for name in sorted(told.keys() | there):
        if fault := _fault(folder, name, told, there):
            wrong += 1
            yield Finding(False, f"{name} {fault}")
    if not wrong:
        yield Finding(True, f"{len(told)} files are what {PAYLOAD} and {TAGS} vouch for")


def _fault(folder: Path, name: str, told: dict[str, str], there: set[str]) -> str | None:
    if name not in there:
        return "is not there"
    if name not in told:
        return "is one too many: nothing vouches for it"
    try:
        return None if digest_of(folder / name) == told[name] else "is not what it was"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _told(folder: Path, manifest: str) -> Iterator[tuple[str, str]]:
    """Raises OSError, ValueError."""
    for line in (folder / manifest).read_bytes().decode("utf-8").removesuffix("\n").split("\n"):
        found = _LINE.fullmatch(line)
        if not found or ".." in Path(found[2]).parts or Path(found[2]).is_absolute():
            raise ValueError(f"{line[:100]!r} is no line of a manifest")
        yield found[2], found[1]
