"""What a visitor who turns to search is sent, exactly, in bytes with gzip."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from bench.data import generated_data
from kb.browser.node import node
from site_builder.render.minify import squeezed
from site_builder.render.search_data import SCRIPTS
from tests.parity.conftest import ENGINE

WHOLE = 655_000
FIRST = 232_000
"""What works without the table of the query encoder: distress, words, situations, needs, cues."""
GROWTH = 2_000_000
"""More than at 100 documents, for the first answer at 10,000."""
PARTS = 500_000
"""Of which the parts of words, names, titles and texts that one query asks for."""
ALWAYS = ("distress.js", "core.js", "meaning.js")
LARGE = (450, 900)
"""Sizes of index that are split, to see what each further document adds."""
QUERIES = ("going part time after maternity leave", "58 partner had enough", "mentoring")
NEEDED = Path(__file__).parents[2] / "kb" / "data" / "needed.js"


def packed(content: bytes) -> int:
    """The bytes of a file with gzip."""
    return len(gzip.compress(content, 9, mtime=0))


def scripts() -> int:
    """The bytes of the engine and of what the page does with it, as a site sends them."""
    files = {PurePosixPath(file.name): file.read_bytes() for file in SCRIPTS.iterdir()}
    return sum(map(packed, squeezed(files).values()))


def test_the_whole_search_of_the_content(data: Mapping[str, bytes]) -> None:
    """Engine, encoder, keyword index, vectors and texts."""
    assert scripts() + sum(map(packed, data.values())) <= WHOLE


def test_what_is_usable_first(data: Mapping[str, bytes]) -> None:
    """While the rest arrives."""
    assert scripts() + packed(data["distress.js"]) + packed(data["core.js"]) <= FIRST


def fetched(data: Mapping[str, bytes], folder: Path) -> list[list[str]]:
    """The files that each query needs of a visitor who has nothing yet."""
    for name, content in data.items():
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [str(node()), str(NEEDED), str(ENGINE), str(folder)],
        input=json.dumps(QUERIES),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    files: list[list[str]] = json.loads(done.stdout)
    return files


def test_what_the_first_answer_needs_grows_slowly(tmp_path: Path) -> None:
    """What everybody is sent grows by the document; the rest is parts of one size.

    Measured where each document has one row for its situations, and drawn on to 10,000
    documents; `make bench` measures there.
    """
    always, parts = {}, {}
    for count in LARGE:
        folder = tmp_path / str(count)
        folder.mkdir()
        data = generated_data(count, passages=1, passage_words=20, situations=2, rows=0)
        always[count] = sum(packed(data[name]) for name in ALWAYS)
        parts[count] = max(
            sum(packed(data[name]) for name in files if name not in ALWAYS)
            for files in fetched(data, folder)
        )
    larger, largest = LARGE
    slope = (always[largest] - always[larger]) / (largest - larger)
    assert slope * 9_900 + PARTS <= GROWTH
    assert max(parts.values()) <= PARTS


def test_a_large_index_is_split(tmp_path: Path) -> None:
    """Words and names by their beginnings, documents by their numbers."""
    data = generated_data(450, passages=1, passage_words=20, situations=1)
    for name in ("words", "names", "documents", "text"):
        parts = [file for file in data if file.startswith(f"{name}-")]
        assert len(parts) > 1
        assert max(packed(data[file]) for file in parts) < 30_000
    for files in fetched(data, tmp_path):
        assert len(files) < len(data) / 2
