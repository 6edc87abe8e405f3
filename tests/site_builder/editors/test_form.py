"""`site_builder.editors.form`: the schema as a form, nothing of it left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.content.schema import json_schema
from kb.model.corpus import Corpus
from kb.model.documents import Kind, Status
from kb.model.sections import SECTIONS
from site_builder.editors.form import FormField, form_of, hints_of
from site_builder.editors.formwords import HINTS, LABELS, STATUS_LABELS

NOT_ASKED = {"reviewed", "review_in", "was", "now.checked", "now.stands"}
"""Dates are those of the day; the rest is for editors."""


def fields_of(corpus: Corpus) -> dict[str, FormField]:
    """Return every field of the form by its name."""

    def inner(fields: Sequence[FormField]) -> Iterator[FormField]:
        for field in fields:
            yield field
            yield from inner(field.inner)

    groups = form_of(json_schema(Kind.CASE_STUDY, corpus.vocabularies))
    return {field.name: field for group in groups for field in inner(group.fields)}


def test_every_field_of_the_schema_is_asked_for(corpus: Corpus) -> None:
    """But for what the day or an editor fills in."""
    schema = json_schema(Kind.CASE_STUDY, corpus.vocabularies)
    wanted = {name for name in schema["properties"] if name != "now"}
    for name, model in (
        ("now", "NowModel"),
        ("results", "ResultModel"),
        ("sources", "SourceRefModel"),
    ):
        wanted |= {f"{name}.{key}" for key in schema["$defs"][model]["properties"]}
    wanted |= {f"section:{heading.text}" for heading in SECTIONS[Kind.CASE_STUDY]}
    assert set(fields_of(corpus)) == wanted - NOT_ASKED


def test_kinds_of_fields(corpus: Corpus) -> None:
    """As their types ask for."""
    fields = fields_of(corpus)
    kinds = {
        name: fields[name].kind
        for name in (
            "title",
            "summary",
            "situations",
            "interventions",
            "results",
            "now.status",
            "results.outcome",
            "results.value",
            "section:The problem",
            "now.seen",
        )
    }
    assert kinds == {
        "title": "line",
        "summary": "long",
        "situations": "lines",
        "interventions": "choices",
        "results": "rows",
        "now.status": "choice",
        "results.outcome": "choice",
        "results.value": "line",
        "section:The problem": "section",
        "now.seen": "lines",
    }


def test_labels_hints_and_limits(corpus: Corpus) -> None:
    """In words; concepts by their labels; each identifier once."""
    fields = fields_of(corpus)
    assert fields["paid_by"].label == "Who paid"
    assert fields["results.known_by"].label == "How it is known"
    assert fields["now.status"].label == "Is it still running?"
    assert fields["now.status"].required
    assert [option.value for option in fields["now.status"].options] == [*Status]
    assert fields["now.status"].options[3].label == "Not known"
    assert fields["summary"].limit == "25 to 50 words, up to 300 characters"
    assert fields["situations"].limit == "6 to 16"
    assert ("peer-support", "Peer support") in [
        (option.value, option.label) for option in fields["interventions"].options
    ]
    assert fields["title"].required
    assert not fields["also_called"].required
    assert not fields["section:What it took"].required
    assert fields["levels"].required
    for may_be_empty in ("roles", "results", "now.seen"):
        assert not fields[may_be_empty].required
    assert all(field.hint for field in fields.values())
    ids = [field.id for field in fields.values()]
    assert len(ids) == len(set(ids))


def test_no_word_of_the_file_stands_in_the_form(corpus: Corpus) -> None:
    """Whoever fills it in has not seen one."""
    hints = hints_of(form_of(json_schema(Kind.CASE_STUDY, corpus.vocabularies)))
    fields = fields_of(corpus)
    assert set(hints) == set(fields)
    for name, field in fields.items():
        words = f"{field.label} {field.hint} {' '.join(option.label for option in field.options)}"
        assert not re.search(r"_|\[\]|identifier|bibliography|pages in seen|as_at", words), name
        assert field.label != field.label.lower(), name


def test_words_are_of_fields_that_are_there(corpus: Corpus) -> None:
    """Nothing is left over from a field that has gone."""
    names = set(fields_of(corpus))
    assert set(HINTS) <= names
    assert set(LABELS) <= names
    assert set(STATUS_LABELS) == set(Status)


def test_documents_are_chosen_by_their_titles(corpus: Corpus) -> None:
    """Or the account of those who write; nobody types an identifier."""
    schema = json_schema(Kind.CASE_STUDY, corpus.vocabularies)
    groups = form_of(schema, [("fen-report", "The Fen report")])
    rows = {f.name: f for group in groups for f in group.fields if f.kind == "rows"}
    for name in ("sources", "results"):
        source = next(f for f in rows[name].inner if f.name == f"{name}.source")
        assert (source.kind, [option.value for option in source.options]) == (
            "choice",
            ["our-account", "another-document", "fen-report"],
        )
