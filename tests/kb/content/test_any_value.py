"""Any value in any field of any file is at worst a problem, and never an exception."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.content.frontmatter import read_frontmatter, read_yaml
from kb.content.read import check_corpus
from tests.conftest import FIXTURES, TODAY, Tree
from tests.strategies import Place, odd_values, places, with_value

CORPUS = FIXTURES / "corpus"
LISTS = ("bibliography", "glossary", "vocabularies/needs", "vocabularies/units", "shared-stops")


@cache
def values() -> tuple[tuple[str, Place], ...]:
    """Return every value of the fixture corpus: its file and its place in it."""
    return tuple(
        (path.relative_to(CORPUS).as_posix(), place)
        for path in sorted(CORPUS.rglob("*"))
        if path.suffix in {".md", ".yaml"}
        for place in places(_data(path))
    )


def _data(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return dict(read_frontmatter(text).fields) if path.suffix == ".md" else read_yaml(text).value


def changed(name: str, place: Place, value: Any) -> str:
    """Return the text of a file with another value at a place."""
    path = CORPUS / name
    text = yaml.safe_dump(with_value(_data(path), place, value), sort_keys=False)
    if path.suffix == ".yaml":
        return text
    return f"---\n{text}---\n{read_frontmatter(path.read_text(encoding='utf-8')).body}"


@pytest.fixture(scope="module")
def shared_tree() -> Any:
    """A copy of the corpus in which one file after another is changed and put back."""
    import shutil

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "content"
        shutil.copytree(CORPUS, root)
        yield Tree(root)


def shape(name: str, place: Place) -> tuple[str, ...]:
    """Return what a place is an example of: the kind of file, and the fields that lead to it."""
    is_list = name.endswith(".yaml")
    kind = name if is_list else name.partition("/")[0]
    at = [str(step) if isinstance(step, str) else "*" for step in place]
    return (kind, *(["*", *at[1:]] if is_list else at))


def places_by_round() -> list[dict[str, Place]]:
    """Return one place of each kind in every list and page, as many at once as there are files."""
    rounds: list[dict[str, Place]] = []
    seen: set[tuple[str, ...]] = set()
    for name, place in values():
        if not place or shape(name, place) in seen:
            continue
        seen.add(shape(name, place))
        free = next((one for one in rounds if name not in one), None)
        if free is None:
            rounds.append(free := {})
        free[name] = place
    return rounds


ODD = (None, {"odd": None}, [[7]])


def test_every_field_of_every_list_and_page(shared_tree: Tree) -> None:
    """Empty, or of a type that no field has: each is a problem of its file, with what to do."""
    for turn, changes in enumerate(places_by_round()):
        before = {name: shared_tree.path(name).read_text(encoding="utf-8") for name in changes}
        for at, (name, place) in enumerate(sorted(changes.items())):
            shared_tree.write(name, changed(name, place, ODD[(turn + at) % len(ODD)]))
        try:
            problems = check_corpus(shared_tree.root, today=TODAY).problems
        finally:
            for name, text in before.items():
                shared_tree.write(name, text)
        for problem in problems:
            assert re.match(r"content/\S+:[1-9]\d*: ", str(problem)), problem
            assert problem.remedy or problem.allowed or problem.suggestion, problem
        named = {problem.path.removeprefix("content/") for problem in problems}
        for name, place in changes.items():
            assert name in named, f"nothing is said of {name} with an odd value at {place}"


@settings(max_examples=15)
@given(data=st.data())
def test_any_value_in_any_field(shared_tree: Tree, data: st.DataObject) -> None:
    """What is empty, of another type or nested where nothing is."""
    name, place = data.draw(st.sampled_from(values()))
    text = changed(name, place, data.draw(odd_values()))
    before = shared_tree.path(name).read_text(encoding="utf-8")
    shared_tree.write(name, text)
    try:
        reading = check_corpus(shared_tree.root, today=TODAY)
    finally:
        shared_tree.write(name, before)
    assert (reading.corpus is None) == bool(reading.errors)


@pytest.mark.parametrize("name", LISTS)
def test_an_entry_with_nothing_in_it(tree: Tree, name: str) -> None:
    """As while it is typed: what an entry needs is named."""
    text = tree.path(f"{name}.yaml").read_text(encoding="utf-8")
    tree.write(f"{name}.yaml", f"{text}\nbegun:\n")
    line = text.count("\n") + 2
    assert any(
        message.startswith(
            f"content/{name}.yaml:{line}: begun: empty-value: found nothing; allowed an entry with "
        )
        and message.endswith("; write its fields below it, indented, or take the line out")
        for message in tree.messages()
    )


@pytest.mark.parametrize("value", ["7", "word", "{page: 7}", "[7]", "[[]]", "[{page: [7]}]"])
def test_what_a_need_leads_to_may_be_anything(tree: Tree, value: str) -> None:
    """It is a problem on its line."""
    text = tree.path("vocabularies/needs.yaml").read_text(encoding="utf-8")
    line = "[{page: casestudies/fenland-peer-circle, weight: 2}]"
    tree.replace("vocabularies/needs.yaml", line, value)
    number = text[: text.index(line)].count("\n") + 1
    assert any(
        message.startswith(f"content/vocabularies/needs.yaml:{number}: ")
        for message in tree.messages()
    )
