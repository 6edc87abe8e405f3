"""Writes the fingerprint of a source document into the content folder."""

from __future__ import annotations

from pathlib import Path

from kb.content.files import write_whole
from kb.content.schema.types import SLUG
from kb.model.bibliography import LONG_RUN, Fingerprint, plain_words
from kb.model.problems import KbError


def add_source(file: Path, source_id: str, content_dir: Path) -> Path:
    """Write the fingerprint of a text file and return its path.

    The file is written aside and moved into place, so that a stop half way leaves the old one.

    Raises:
        KbError: the identifier, the text or the content folder cannot be used.
    """
    if not SLUG.fullmatch(source_id):
        raise KbError(
            f'--id: bad-identifier: found "{source_id}"; allowed small letters, digits and '
            "hyphens, as somerset-story"
        )
    if not content_dir.is_dir():
        raise KbError(
            f"{content_dir}: found no such folder; allowed a folder of content; "
            "run kb where the folder content is, or name the folder with --content"
        )
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KbError(
            f"{file}: not-utf-8: found the byte 0x{error.object[error.start]:02x} at "
            f"{error.start}; allowed plain text in UTF-8; save the source as text first"
        ) from error
    count = len(plain_words(text))
    if count < LONG_RUN:
        raise KbError(
            f"{file}: too-short: found {count} words; allowed {LONG_RUN} or more; "
            "save the whole text of the source"
        )
    target = content_dir / "fingerprints" / source_id
    write_whole(target, Fingerprint.of(text).dumps())
    return target
