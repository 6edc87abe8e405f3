"""What the form's script knows: the schema, the rules of results, pages to compare with, the host.

Written as a script that sets one name, since data files cannot be fetched from a folder.
"""

from __future__ import annotations

import json
from typing import Any

from kb.data.settings import load_settings
from kb.editing.suggest.plain_words import LONGEST_SENTENCE, jargon
from kb.model.bibliography import SourceKind
from kb.model.documents import NOT_STATED, Kind
from kb.model.evidence import rule_table
from site_builder.editors.form import Group, form_of, hints_of
from site_builder.hosting import LONGEST_ADDRESS, Hosting
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent

GLOBAL_NAME = "KB_FORM"
"""The name that the script of data sets."""


def form_data(content: SiteContent, hosting: Hosting) -> bytes:
    """Return the script of data for the form, in UTF-8; the same for the same content."""
    return _script(GLOBAL_NAME, form_object(content, hosting))


def address_data(content: SiteContent) -> bytes:
    """Return the script that adds the addresses of known pages to the data, once they are needed.

    What has no address stands there by its name.
    They are more than all the rest together, and wanted by those alone who fill in the form.
    """
    entries = content.corpus.bibliography.values()
    addresses = {entry.address or str(entry.id): entry.id for entry in entries}
    return _script(f"{GLOBAL_NAME}.addresses", addresses)


def _script(name: str, data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    # A "</" cannot end a script element that someone may wrap this in.
    return f"self.{name}={text.replace('</', '<' + chr(92) + '/')};\n".encode()


def known_sources(content: SiteContent) -> list[tuple[str, str]]:
    """Return the documents of the bibliography as identifier and title, in order."""
    return sorted(
        (str(entry.id), entry.title)
        for entry in content.corpus.bibliography.values()
        if entry.kind is SourceKind.DOCUMENT
    )


def form_groups(content: SiteContent) -> tuple[Group, ...]:
    """Return the form for the content."""
    return form_of(_schema(content), known_sources(content))


def _schema(content: SiteContent) -> dict[str, Any]:
    """Return the schema of a case study; what makes it is loaded only if no build has made it."""
    vocabularies = content.corpus.vocabularies

    def make() -> dict[str, Any]:
        from kb.content.schema import json_schema

        return json_schema(Kind.CASE_STUDY, vocabularies)

    return content.known.of("schema of a case study", vocabularies, make)


def given_to_form(content: SiteContent, hosting: Hosting) -> tuple[object, ...]:
    """Return all that `form_data` goes by, save the program."""
    pages = tuple((page.id, page.title, page.summary) for page in content.documents())
    studies = tuple(page.id for page in content.documents(Kind.CASE_STUDY))
    return content.corpus.vocabularies, known_sources(content), pages, studies, hosting


def form_object(content: SiteContent, hosting: Hosting) -> dict[str, Any]:
    """Return the same as plain data."""
    from kb.content.checks.fields import QUOTE_WORDS
    from kb.editing.drafts.draft import ASKS, field_order
    from kb.model.sections import SECTIONS

    schema = _schema(content)
    return {
        "schema": schema,
        "hints": hints_of(form_groups(content)),
        "order": list(field_order(Kind.CASE_STUDY)),
        "rules": rule_table(),
        "quoteWords": list(QUOTE_WORDS),
        "notStated": NOT_STATED,
        "sections": [
            {"heading": h.text, "required": h.required, "ask": ASKS[h.text]}
            for h in SECTIONS[Kind.CASE_STUDY]
        ],
        "pages": [
            {
                "title": page.title,
                "url": permalinks.relative(permalinks.CONTRIBUTE, permalinks.document_url(page.id)),
                "text": f"{page.title} {page.summary}",
            }
            for page in content.documents(Kind.CASE_STUDY)
        ],
        "titles": {page.title: page.id for page in content.documents()},
        "addresses": {},
        "names": [page.slug for page in content.documents(Kind.CASE_STUDY)],
        "stopWords": sorted(load_settings().stop_words),
        "jargon": dict(jargon()),
        "longestSentence": LONGEST_SENTENCE,
        "newFile": hosting.new_file_address(Kind.CASE_STUDY.value),
        "longestAddress": LONGEST_ADDRESS,
    }
