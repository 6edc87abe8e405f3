"""The browser's data: whole, of one build, the same for the same index, split when it is large."""

from __future__ import annotations

import base64
import bz2
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest

from kb.browser import words as words_module
from kb.browser.coding import adler
from kb.browser.export import search_data
from kb.browser.words import spelling_parts
from kb.index.build import build_entries, build_index
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.encoder.table import Student
from kb.index.load import LoadedIndex, load_index
from kb.model.corpus import Corpus
from kb.search.names import Names
from kb.text.english import english
from tests.hashes import HashEncoder
from tests.kb.browser.test_coding import read_numbers
from tests.kb.index.encoder.test_table import student as small_student

_PUSH = re.compile(r"^kbSearchData\.push\(\['([\w-]+)','(\w+)',(\d+),'(.*)'\]\);$")


@pytest.fixture
def student() -> Student:
    """A query encoder of a few pieces."""
    return small_student()


@pytest.fixture
def index(corpus: Corpus, tmp_path: Path) -> LoadedIndex:
    """The invented content, indexed."""
    build_index(corpus, tmp_path / "index", encoder=HashEncoder())
    return load_index(tmp_path / "index")


def unpacked(text: str) -> str:
    """The JSON of a part, which bzip2 may have packed."""
    if text.startswith("{"):
        return text
    return bz2.decompress(base64.b64decode(text)).decode()


def listed(text: str) -> list[str]:
    """The words that `word_text` wrote."""
    found: list[str] = []
    for piece in re.findall("[A-Z][^A-Z]*", text):
        found.append("".join([*found[-1:]])[: ascii_uppercase.index(piece[0])] + piece[1:])
    return found


def parts(data: dict[str, bytes]) -> dict[str, Any]:
    """Every part by name; checks that each is whole and that all are of one build."""
    found: dict[str, Any] = {}
    builds = set()
    for content in data.values():
        first, *lines = content.decode("utf-8").splitlines()
        assert first == "globalThis.kbSearchData = globalThis.kbSearchData || [];"
        for line in lines:
            match = _PUSH.match(line)
            assert match is not None, line[:80]
            text = match[4].replace("\\'", "'").replace("\\\\", "\\")
            assert adler(text) == int(match[3])
            builds.add(match[2])
            assert match[1] not in found
            found[match[1]] = json.loads(unpacked(text))
    assert len(builds) == 1
    return found


def test_a_small_index_is_four_scripts(index: LoadedIndex, student: Student) -> None:
    """Phrases of distress; words and titles; texts with spelling; the encoder with the vectors."""
    data = search_data(index, student)
    assert sorted(data) == ["core.js", "distress.js", "meaning.js", "text.js"]
    assert set(parts({"distress.js": data["distress.js"]})) == {"distress"}
    found = parts(data)
    assert found["distress"] == index.lexicon.distress.net
    assert found["core"]["files"] == {
        "asked": "meaning.js",
        "spelling-all": "text.js",
        "table": "meaning.js",
        "text-0": "text.js",
        "vectors": "meaning.js",
    }
    assert found["documents-0"]["ids"] == [entry.id for entry in index.entries]


def test_the_same_index_gives_the_same_bytes(index: LoadedIndex, student: Student) -> None:
    """No clock, no order of chance."""
    assert search_data(index, student) == search_data(index, student)


def test_another_index_is_another_build(index: LoadedIndex, student: Student) -> None:
    """So that files of two builds are never mixed."""
    entries = (replace(index.entries[0], summary="Changed."), *index.entries[1:])
    one, other = search_data(index, student), search_data(replace(index, entries=entries), student)
    builds = {data["meaning.js"].decode().split("','")[1] for data in (one, other)}
    assert len(builds) == 2


def test_awkward_signs_survive_the_script(tmp_path: Path, student: Student) -> None:
    """Quotes, backslashes, line ends and the end of a script element."""
    title = 'It\'s "a" \\n </script> line\nend 😀'
    entry = IndexedDocument(id="a", kind="k", title=title)
    build_entries([entry], Lexicon(), tmp_path / "index", encoder=HashEncoder(), content="x")
    found = parts(search_data(load_index(tmp_path / "index"), student))
    assert found["documents-0"]["titles"] == [title]


def test_pages_of_lines_are_places_among_those_of_the_need(
    index: LoadedIndex, student: Student
) -> None:
    """Each line finds its pages and weights again."""
    told = iter(read_numbers(parts(search_data(index, student))["asked"]["pages"]))
    greatest = next(told)
    ids = [entry.id for entry in index.entries]
    for need in index.lexicon.needs:
        own = [ids[next(told)] for _ in range(next(told))]
        for line in need.example_questions:
            found = {}
            for weight in range(1, greatest + 1):
                place = 0
                for _ in range(next(told)):
                    place += next(told)
                    found[own[place]] = weight
            assert found == dict(line.leads_to)
    assert list(told) == []
    assert any(need.example_questions for need in index.lexicon.needs)


def test_known_stems_are_those_of_names_alone(index: LoadedIndex, student: Student) -> None:
    """Others are found among the terms of titles and other names."""
    found = parts(search_data(index, student))
    terms = {field: set(index.keyword.terms(field)) for field in ("title", "also")}
    known = set(found["core"]["known"]) | terms["title"] | terms["also"]
    assert Names(index.entries).terms() <= known


def test_everyday_words_are_sent_only_where_they_mislead(index: LoadedIndex) -> None:
    """A word that is near none of the content's is never corrected."""
    part = spelling_parts(index.keyword, (), whole=True, two_slips_from=8)["all"]
    words, everyday = listed(part["words"]), listed(part["english"])
    assert not set(words) & set(everyday)
    assert 0 < len(everyday) < 20_000
    assert "xylophone" not in everyday


def test_an_empty_index_has_its_scripts(tmp_path: Path, student: Student) -> None:
    """Search over nothing finds nothing."""
    build_entries([], Lexicon(), tmp_path / "index", encoder=HashEncoder(), content="x")
    found = parts(search_data(load_index(tmp_path / "index"), student))
    assert found["core"]["documents"] == 0


def test_misleading_words_follow_each_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever words come and go, they are those that a first look would find."""
    monkeypatch.setattr(words_module, "_last_misleading", {})
    chance = random.Random(18)
    everyday = chance.sample(sorted(english()), 1500)
    monkeypatch.setattr(words_module, "english", lambda: frozenset(everyday))
    known = set(chance.sample(everyday, 200)) | {"locum", "mentoring", "practise"}
    for _ in range(4):
        found = words_module._misleading(known, 7)
        assert found == sorted(words_module._all_misleading(frozenset(known), 7))
        assert found
        known -= set(chance.sample(sorted(known), 6))
        known |= set(chance.sample(everyday, 5)) | {f"{chance.choice(everyday)}s", "cofee"}
