"""`kb.model.fields`: one table of the fields, which fits the pages, and no second one beside it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields as fields_of
from pathlib import Path

import pytest

from kb.content.schema import json_schema
from kb.model.documents import Document, Kind
from kb.model.fields import (
    FACET_FIELDS,
    FACETS,
    FIELDS,
    KIND_FACET,
    TAG_FIELDS,
    TAG_KEYS,
    TagField,
    tag_field,
)

ROOT = Path(__file__).parents[3]
TABLE = "kb/model/fields.py"
NAMES = frozenset({*TAG_KEYS, *FACET_FIELDS})
"""What a second table would be recognised by: the keys of tag fields and the names of facets."""
MOST = 2
"""Names that one literal may hold; a use of two fields is no list of fields."""


@pytest.mark.parametrize("kind", list(Kind))
def test_the_table_has_every_field_of_a_page(kind: Kind) -> None:
    """The schema of a kind says what a page may hold; the table says how it is met."""
    properties = set(json_schema(kind)["properties"])
    assert properties <= {field.key for field in FIELDS}


def test_every_field_of_the_table_is_in_some_page() -> None:
    """A row for nothing would put an empty line in a form."""
    properties = {key for kind in Kind for key in json_schema(kind)["properties"]}
    assert [field.key for field in FIELDS if field.key not in properties] == []


@pytest.mark.parametrize("field", TAG_FIELDS, ids=list(TAG_KEYS))
def test_a_tag_field_is_one_of_documents_and_of_their_schema(field: TagField) -> None:
    """Each part of the code that must name it does: the document, and the model of its pages."""
    assert field.key in {own.name for own in fields_of(Document)}
    found = json.dumps([json_schema(kind)["properties"].get(field.key) for kind in Kind])
    assert set(re.findall(r'"x-vocabulary": "(\w+)"', found)) == {field.key}


@pytest.mark.parametrize("field", TAG_FIELDS, ids=list(TAG_KEYS))
def test_a_row_is_whole(field: TagField) -> None:
    """What a facet, a page or a form needs is there, or none of it."""
    words = (field.filter_label, field.filter_phrase, field.filter_help)
    assert all(words) if field.facet else not any(words) and not field.option_place
    page = (field.title, field.about, field.others)
    assert all(page) if field.folder else not any(page)
    assert bool(field.group) == bool(field.labels) == bool(field.hint)
    assert bool(field.related_weight) == bool(field.related_phrase)
    assert field.label


def test_names_are_given_once() -> None:
    """A key, a facet, an address, or the label over a filter leads to one field."""
    for part in ("key", "facet", "folder", "title", "filter_label", "label"):
        values = [value for field in TAG_FIELDS if (value := getattr(field, part))]
        assert len(values) == len(set(values)), part
    assert len({field.key for field in FIELDS}) == len(FIELDS)
    assert (KIND_FACET, *FACET_FIELDS) == FACETS
    assert tag_field("roles").facet == "role"


def second_lists(source: str) -> Iterator[tuple[int, set[str]]]:
    """Yield (line, names) of each literal of Python that holds more than `MOST` of the names.

    A literal is a tuple, list, set or dict (by its keys or the first texts of its rows), or a
    text that is nothing but words such as those ("title summary roles"). A dict that hands on a
    document's own attributes by their names is no list.
    """
    for node in ast.walk(ast.parse(source)):
        found: set[str] = set()
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            found = set(_first_texts(node.elts))
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found = set(
                _first_texts([key for key, value in pairs if key and not _reads(value, key)])
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split()
            if all(re.fullmatch(r"[a-z_]+", word) for word in words):
                found = set(words)
        if len(found & NAMES) > MOST:
            yield node.lineno, found & NAMES


def _reads(value: ast.expr, key: ast.expr) -> bool:
    """Whether a value of a dict is made from the attribute that its key names."""
    name = getattr(key, "value", None)
    return any(isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(value))


def _first_texts(nodes: list[ast.expr]) -> Iterator[str]:
    """Yield the text of each constant, and of a row within the first."""
    for node in nodes:
        inner = node.elts[0] if isinstance(node, ast.Tuple | ast.List) and node.elts else node
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def second_lists_of_scripts(source: str) -> Iterator[tuple[int, set[str]]]:
    """Yield (line, names) of each list or object of a script or template that does so."""
    for match in re.finditer(r"[\[({]([^\[\](){}]*)[\])}]", source):
        quoted = re.findall(r"[\"'](\w+)[\"']", match[1])
        keys = re.findall(r"(?:^|,)\s*(\w+)\s*:", match[1])
        found = {*quoted, *keys} & NAMES
        if len(found) > MOST:
            yield source.count("\n", 0, match.start()) + 1, found


OWN = {
    "kb/cli/evidence.py": "the options of one command",
    "kb/planning/evidence_table.py": "the columns, filters and orders of one table",
    "site_builder/exports/plain.py": "the data dictionary, which a test holds to what is exported",
}
"""The files that may name fields once more, and why."""


def test_no_second_list_of_fields() -> None:
    """A list of its own somewhere else is what a new field would be forgotten in."""
    found = []
    with_own = set()
    for folder in ("kb", "site_builder", "tools", "bench"):
        for path in sorted((ROOT / folder).rglob("*")):
            name = str(path.relative_to(ROOT))
            if name == TABLE or "vendor" in name:
                continue
            if path.suffix == ".py":
                lists = second_lists(path.read_text(encoding="utf-8"))
            elif path.suffix in {".js", ".jinja"}:
                lists = second_lists_of_scripts(path.read_text(encoding="utf-8"))
            else:
                continue
            told = [f"{name}:{line}: {', '.join(sorted(names))}" for line, names in lists]
            if told and name in OWN:
                with_own.add(name)
            else:
                found += told
    assert found == [], "take these from kb.model.fields"
    assert with_own == set(OWN)


@pytest.mark.parametrize(
    "made_up",
    [
        'FIELDS = ("needs", "roles", "levels")',
        "LABELS = {'stage': 'a', 'role': 'b', 'outcome': 'c'}",
        'ROWS = (("levels", "Level"), ("roles", "Role"), ("needs", "Need"))',
        'ORDER = "title roles levels needs was"',
        'def f(x):\n    return x in {"career_stages", "moments", "outcomes"}',
    ],
)
def test_a_second_list_in_python_is_found(made_up: str) -> None:
    """Each form that one has taken before."""
    assert len(list(second_lists(made_up))) == 1


@pytest.mark.parametrize(
    "made_up",
    [
        'var TOLD = {\n  stage: "for", role: "for", level: "at"\n};',
        'const NAMES = ["stage", "level", "role"];',
        "{% set names = ('career_stages', 'roles', 'levels') %}",
    ],
)
def test_a_second_list_in_a_script_is_found(made_up: str) -> None:
    """In the browser and in templates too."""
    assert len(list(second_lists_of_scripts(made_up))) == 1


@pytest.mark.parametrize(
    "fine",
    [
        '"""The roles, levels and needs of a page."""',
        'x = ("roles", "levels", "title")',
        "f(roles=1, levels=2, needs=3)",
        'x = {"roles": d.roles, "levels": tuple(d.levels), "needs": d.needs}',
    ],
)
def test_what_is_no_list_of_fields(fine: str) -> None:
    """Prose, two fields, and what a function is given by name."""
    assert list(second_lists(fine)) == []
