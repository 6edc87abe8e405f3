"""Writes the fingerprint of a source into the content folder."""

from __future__ import annotations

from pathlib import Path

from kb.content.files import write_whole
from kb.content.folder import is_reserved
from kb.content.schema.types import SLUG
from kb.model.bibliography import LONG_RUN, PLACEHOLDERS, Fingerprint, plain_words
from kb.model.problems import KbError


def add_source(file: Path, source_id: str, content_dir: Path) -> Path:
    """Write the fingerprint of a text file and return its path.

    Raises:
        KbError: the identifier, the text or the content folder cannot be used.
    """
    check_source_id(source_id)
    return write_fingerprint(read_source_text(file), source_id, content_dir, shown=file)


def check_source_id(
    source_id: str, *, option: str = "--id", example: str = "somerset-story"
) -> None:
    """Refuse what cannot be an identifier of the bibliography, and name of a fingerprint.

    Args:
        source_id: what was given.
        option: the option that it was given with, for the error.
        example: an identifier, for the error.

    Raises:
        KbError: it has other signs than small letters, digits and hyphens, or is reserved, here or
            by Windows.
    """
    if source_id in PLACEHOLDERS:
        raise KbError(
            f'found "{source_id}", which stands for a source without a name; allowed a name that '
            "says whose it is, as newtown-surgery-account"
        )
    if not SLUG.fullmatch(source_id):
        raise KbError(
            f'{option}: bad-identifier: found "{source_id}"; allowed small letters, digits and '
            f"hyphens, as {example}"
        )
    if is_reserved(source_id):
        raise KbError(
            f'{option}: bad-identifier: found "{source_id}", a name that Windows keeps for itself; '
            f'allowed any other name; did you mean "{source_id}-account"?'
        )


def read_source_text(file: Path) -> str:
    """Return the text of a saved source.

    Raises:
        KbError: it is not plain text in UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KbError(
            f"{file}: not-utf-8: found the byte 0x{error.object[error.start]:02x} at "
            f"{error.start}; allowed plain text in UTF-8; save the source as text first"
        ) from error


def write_fingerprint(text: str, source_id: str, content_dir: Path, *, shown: Path) -> Path:
    """Write the fingerprint of a text and return its path; `shown` names the text in an error.

    The file is written aside and moved into place, so that a stop half way leaves the old one.

    Raises:
        KbError: the text is too short, or there is no such content folder.
    """
    if not content_dir.is_dir():
        raise KbError(
            f"{content_dir}: found no such folder; allowed a folder of content; "
            "run kb where the folder content is, or name the folder with --content"
        )
    count = len(plain_words(text))
    if count < LONG_RUN:
        raise KbError(
            f"{shown}: too-short: found {count} words; allowed {LONG_RUN} or more; "
            "save the whole text of the source"
        )
    target = content_dir / "fingerprints" / source_id
    write_whole(target, Fingerprint.of(text).dumps())
    return target
