"""BibTeX and RIS, read by the parsers that programs for references use."""

from __future__ import annotations

from dataclasses import replace

import bibtexparser
import rispy

from kb.model.documents import SourceId
from site_builder.exports.citing import bibtex, ris
from site_builder.model.site_content import SiteContent

ODD = {"title": "50% of {GPs} & “more”_\\ #1", "publisher": "A & B\n ltd"}


def test_bibtex_is_read_whole(content: SiteContent) -> None:
    """Each source once, nothing broken, signs of LaTeX made harmless."""
    entries = list(content.corpus.bibliography.values())
    entries.append(replace(entries[0], id=SourceId("odd"), **ODD))  # type: ignore[arg-type]
    library = bibtexparser.parse_string(bibtex(entries))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [entry.id for entry in entries]
    odd = library.entries_dict["odd"].fields_dict
    assert odd["title"].value == r"{50\% of \{GPs\} \& “more”\_\textbackslash{} \#1}"
    assert "url" not in odd or odd["url"].value.startswith("http")


def test_ris_is_read_whole(content: SiteContent) -> None:
    """With title, publisher and year."""
    entries = list(content.corpus.bibliography.values())
    entries.append(replace(entries[0], id=SourceId("odd"), **ODD))  # type: ignore[arg-type]
    records = rispy.loads(ris(entries))
    assert [record["id"] for record in records] == [entry.id for entry in entries]
    assert records[-1]["title"] == ODD["title"]
    assert records[-1]["publisher"] == "A & B ltd"
    dated = [entry.date[:4] for entry in entries if entry.date != "undated"]
    assert [record["year"] for record in records if "year" in record] == dated
