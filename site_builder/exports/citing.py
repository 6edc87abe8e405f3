"""The sources as BibTeX and RIS, which programs for references read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.content.citations import UNDATED, link_of, read_note
from kb.model.bibliography import BibliographyEntry, SourceKind

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def bibtex(entries: Iterable[BibliographyEntry]) -> str:
    """Return an entry for each source: a document is a ``techreport``, a web page a ``misc``."""
    return "\n".join(_bibtex(entry) for entry in entries)


def _bibtex(entry: BibliographyEntry) -> str:
    document = entry.kind is SourceKind.DOCUMENT
    found = {
        "title": f"{{{_latex(entry.title)}}}",
        "institution" if document else "organization": f"{{{_latex(entry.publisher)}}}",
        "year": _year(entry),
        "month": _month(entry),
        "note": _latex(read_note(entry)),
        "url": link_of(entry).replace("{", "%7B").replace("}", "%7D"),
        "urldate": entry.read.isoformat() if entry.read else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in found.items() if value]
    kind = "techreport" if document else "misc"
    return "\n".join([f"@{kind}{{{entry.id},", *lines, "}", ""])


def ris(entries: Iterable[BibliographyEntry]) -> str:
    """Return a record for each source; lines end in CRLF."""
    return "".join(f"{line}\r\n" for entry in entries for line in _ris(entry))


def _ris(entry: BibliographyEntry) -> Iterator[str]:
    date = "" if entry.date == UNDATED else "/".join([*entry.date.split("-"), "", ""][:3]) + "/"
    found = (
        ("TY", "RPRT" if entry.kind is SourceKind.DOCUMENT else "ELEC"),
        ("ID", entry.id),
        ("TI", entry.title),
        ("PB", entry.publisher),
        ("PY", _year(entry)),
        ("DA", date),
        ("N1", read_note(entry)),
        ("UR", link_of(entry)),
        ("Y2", entry.read.strftime("%Y/%m/%d/") if entry.read else ""),
    )
    yield from (f"{tag}  - {_line(value)}" for tag, value in found if value)
    yield "ER  - "
    yield ""


def _latex(text: str) -> str:
    return _line(text).translate(_LATEX)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _year(entry: BibliographyEntry) -> str:
    return "" if entry.date == UNDATED else entry.date[:4]


def _month(entry: BibliographyEntry) -> str:
    return "" if entry.date == UNDATED else entry.date[5:7].lstrip("0")
