"""The parts of a Word document, unpacked within bounds.

The file is not trusted: its parts and their size unpacked are bounded, and declarations are
refused in whatever encoding they come. Pictures, fonts and macros are not looked at.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from kb.editing.drafts.marks import bare
from kb.model.problems import KbError

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of a Word document unpacked."""
MAX_XML = 12 * 1024 * 1024
"""Bytes of its XML unpacked; that of a long report is a quarter of it."""
MAX_XML_ELEMENTS = 200_000
"""Elements of its XML; a report of a hundred pages has half of them."""
MAX_XML_DEPTH = 150
"""Elements within one another; tables within tables need forty."""
MAX_PARTS = 2_000
"""Files within a Word document."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/math": (
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    "http://purl.oclc.org/ooxml/drawingml/": "http://schemas.openxmlformats.org/drawingml/2006/",
}
"""What a "Strict Open XML Document" calls things, and what every other one calls them."""
SAVE_AGAIN = "open it in Word and save it again as .docx"


def damaged(path: Path, found: str) -> KbError:
    return KbError(f"{path}: damaged-file: found {found}; {SAVE_AGAIN}")


def unpack(path: Path, data: bytes) -> dict[str, bytes]:
    """Return the parts of a document, within its bounds, with XML that declares nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            size = sum(info.file_size for info in infos)
            xml = sum(info.file_size for info in infos if _is_xml(info.filename))
            if len(infos) > MAX_PARTS or size > MAX_UNPACKED:
                raise KbError(
                    f"{path}: too-large: found {len(infos):,} parts of {size:,} bytes unpacked; "
                    f"allowed up to {MAX_PARTS:,} and {MAX_UNPACKED:,}; "
                    "take the pictures out and save it again"
                )
            if xml > MAX_XML:
                raise KbError(
                    f"{path}: too-large: found {xml:,} bytes of text and formatting unpacked; "
                    f"allowed up to {MAX_XML:,}; import one case study at a time"
                )
            parts = {info.filename: _part(path, packed, info) for info in infos}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        LookupError,
    ) as error:
        raise damaged(path, "a Word document that cannot be unpacked") from error
    for data in parts.values():
        _check_elements(path, data)
    return parts


def _check_elements(path: Path, data: bytes) -> None:
    """Refuse a part of more elements, or deeper ones, than a document has.

    Raises:
        KbError: it is; one that is no XML is reported by whoever reads it.
    """
    count = depth = deepest = 0

    def begin(name: str, attributes: object) -> None:
        nonlocal count, depth, deepest
        del name, attributes
        count, depth = count + 1, depth + 1
        deepest = max(deepest, depth)

    def end(name: str) -> None:
        nonlocal depth
        del name
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return
    if count > MAX_XML_ELEMENTS or deepest > MAX_XML_DEPTH:
        raise KbError(
            f"{path}: too-large: found {count:,} elements, up to {deepest:,} deep; allowed "
            f"{MAX_XML_ELEMENTS:,} and {MAX_XML_DEPTH:,}; import one case study at a time"
        )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _part(path: Path, packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return one part; XML in UTF-8, and refused if it is larger than it says or declares."""
    if not _is_xml(info.filename):
        return b""  # pictures, fonts and macros are not looked at
    with packed.open(info) as file:
        data = file.read(info.file_size + 1)
    text = _xml_text(data)
    if len(data) > info.file_size or text is None or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise KbError(
            f"{path}: unsafe-file: found a declaration in {info.filename} that no Word document "
            f"needs; {SAVE_AGAIN}"
        )
    for strict, usual in _STRICT.items():
        text = text.replace(strict, usual)
    return text.encode("utf-8")


def _xml_text(data: bytes) -> str | None:
    """Return XML decoded and without its own declaration; None if its encoding is an odd one."""
    encoding = "utf-8-sig"
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    elif b"\0" in data[:4]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    elif match := re.match(rb"<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_.-]{1,40})[\"']", data):
        encoding = {"utf-8": "utf-8-sig"}.get(match[1].decode().lower(), match[1].decode())
        if encoding.lower() not in {"utf-8-sig", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}:
            return None
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return bare(re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", text))


def pack(parts: Mapping[str, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    made.seek(0)
    return made


def main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the document's own part, which is not always word/document.xml."""
    for target, kind, _ in relations(parts, "_rels/.rels"):
        if kind == _OFFICE and target:
            return target
    return "word/document.xml"


def relations(parts: Mapping[str, bytes], name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (part, kind, name) of the relations that a part of the package lists.

    The part is "" where it is an address outside the package.
    """
    if name not in parts:
        return
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in ElementTree.fromstring(parts[name]):
        target = relation.get("Target") or ""
        joined = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        part = posixpath.normpath(joined).lstrip("/")
        is_outside = relation.get("TargetMode") == "External"
        yield "" if is_outside else part, relation.get("Type") or "", relation.get("Id") or ""
