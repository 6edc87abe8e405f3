"""No number of the search stands in the code that somebody chose: such numbers are data.

They stand in `kb/data/search.json`, where both runtimes read them. What is allowed besides has its
reason here: 0, 1 and 2, sizes that change no answer, and numbers of formats and of mathematics.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PLAIN = {0.0, 1.0, 2.0}
PYTHON = [
    *(ROOT / "kb" / "text" / f"{name}.py" for name in ("words", "stemmer")),
    *(
        path
        for package in ("search", "browser", "index")
        for path in sorted((ROOT / "kb" / package).glob("*.py"))
    ),
]
SCRIPTS = sorted((ROOT / "site_builder/static/search").glob("*.js"))

_CACHE = "the size of a cache"
_FILES = "how the data is split into files"
_CODE = "the code of numbers as text"
_LEVELS = "levels and sizes of the codes of vectors"
_PORTER = "Porter's algorithm: the letters that a suffix needs before it"
_ZEROS = "the zeros of a thousand and of a million"
_SLICE = "the work after which keys are answered"
_FLOATS = "the layout of floating-point numbers"

ALLOWED: dict[str, dict[float, str]] = {
    "kb/browser/coding.py": {
        **dict.fromkeys((5, 8, 31, 32), _CODE),
        **dict.fromkeys((65521, 65536), "Adler-32"),
        0.9: "the share of its size for which a text is packed",
    },
    "kb/browser/export.py": {400: _FILES, 8: _FILES, 16: "digits of a digest", 3: _LEVELS},
    "kb/browser/node.py": {600: "seconds after which a run is given up"},
    "kb/browser/words.py": {400: _FILES, 24_000: _FILES, 50: _FILES},
    "kb/index/build.py": {3: "the place of a list", 4: "the place of a list"},
    "kb/index/collect.py": {2048: _CACHE},
    "kb/index/cache.py": {64: "texts encoded at a time"},
    "kb/index/keyword.py": {2048: "megabytes of memory"},
    "kb/index/keyword_memory.py": {2048: _CACHE},
    "kb/index/port.py": {16: "digits of a digest", 100: "the kind of rows of a store"},
    "kb/index/store.py": {0o755: "the rights of a folder"},
    "kb/index/words.py": {2048: _CACHE, 4096: _CACHE, 0.5: "the formula of BM25"},
    "kb/index/vectors.py": {
        **dict.fromkeys((2.8, 3, 4, 8), _LEVELS),
        512: "rows that are widened at a time",
    },
    "kb/search/ready.py": {32: "bytes of a digest"},
    "kb/search/facets.py": {0.6: "how near a name is that a message suggests"},
    "kb/search/query.py": {20_000: _CACHE},
    "kb/search/snippet.py": {1e-9: "the rounding error of a sum"},
    "kb/search/stored.py": {
        **dict.fromkeys((400, 1_000, 3_200, 5_000), "documents that a store is asked for"),
        1e-5: "the rounding error of a store",
        10: "the base of decimals",
    },
    "kb/text/stemmer.py": {3: _PORTER, 4: _PORTER, 50_000: _CACHE},
    "kb/text/words.py": {
        3: _ZEROS,
        6: _ZEROS,
        **dict.fromkeys((300, 8192, 50_000), _CACHE),
    },
    "data.js": {
        **dict.fromkeys((5, 31, 32, 128), _CODE),
        **dict.fromkeys((4096, 65521, 65536), "Adler-32"),
        **dict.fromkeys((4, 10, 14, 15, 24, 1023, 1024, 32768), _FLOATS),
        **dict.fromkeys((3, 127, 256), _LEVELS),
        0.5: "halves are rounded to even",
        64: "rows from which a table of sums is quicker",
        500: _CACHE,
        20_000: _CACHE,
        8: "the bits of a byte",
        9: "the number of the format",
    },
    "engine.js": {10: "the base of decimals"},
    "help.js": {
        3: "the place of a part's text",
        4: f"{_SLICE}; the letters of a word that may be run together with another",
        60: _SLICE,
        97: "the letter a",
        70: "the letter F, a weight of nought",
        **dict.fromkeys((93, 126), "the letters of gaps between weights"),
        **dict.fromkeys((7, 8, 24, 32), "the hash FNV-1a"),
        **dict.fromkeys((200, 5000), "milliseconds that are waited"),
    },
    "page.js": {
        20000: "milliseconds without an answer after which help is shown",
        250: "milliseconds after the last key",
        500: "milliseconds of quiet loading",
        640: "the width of a phone, as in the styles",
    },
    "parts.js": {0.5: "the formula of BM25"},
    "results.js": {5: _SLICE},
    "service.js": {8: _SLICE, **dict.fromkeys((3, 4), "the place of a group in a pattern")},
    "unpack.js": dict.fromkeys(
        (3, 4, 5, 8, 15, 16, 17, 20, 24, 48, 50, 255, 256, 257, 16384, 100_000),
        "the format of bzip2",
    ),
    "voice.js": {10: "the base of decimals"},
    "snippet.js": {1e-9: "the rounding error of a sum", 2000: _CACHE},
    "words.js": {3: _PORTER, 4: _PORTER, 6: _ZEROS, 50_000: _CACHE},
}
"""By file what may stand in it besides 0, 1 and 2, each with its reason."""


def python_numbers(source: str) -> Iterator[float]:
    """Yield every number of a module, without its sign, but that of a format."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not ast.unparse(node).startswith("FORMAT = ")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield float(node.value)


def script_numbers(source: str) -> Iterator[float]:
    """Yield every number of a script that stands outside comments, texts and patterns."""
    code = re.sub(
        r"""(?s)/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
        r"""|(?<=[(=,:!&|?{};\s])/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/[a-z]*""",
        " ",
        source,
    )
    for found in re.findall(r"(?<![\w.$])\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?", code):
        yield float(found.replace("_", ""))


def numbers_of(path: Path) -> set[float]:
    """Return the numbers of a file that are not plain."""
    text = path.read_text(encoding="utf-8")
    found = python_numbers(text) if path.suffix == ".py" else script_numbers(text)
    return set(found) - PLAIN


def allowed(path: Path) -> dict[float, str]:
    """Return what a file may have, with the reasons."""
    name = path.name if path.suffix == ".js" else path.relative_to(ROOT).as_posix()
    return ALLOWED.get(name, {})


@pytest.mark.parametrize("path", [*PYTHON, *SCRIPTS], ids=lambda path: path.name)
def test_no_number_was_chosen_in_the_code(path: Path) -> None:
    """Move a number of yours to kb/data/search.json, or say here why it is none of the search."""
    assert sorted(numbers_of(path) - set(allowed(path))) == []


def test_no_reason_outlives_its_number() -> None:
    """The list of what is allowed names files and numbers that are there."""
    there = {
        path.name if path.suffix == ".js" else path.relative_to(ROOT).as_posix(): path
        for path in [*PYTHON, *SCRIPTS]
    }
    assert sorted(set(ALLOWED) - set(there)) == []
    assert {
        name: sorted(set(numbers) - numbers_of(there[name]))
        for name, numbers in ALLOWED.items()
        if set(numbers) - numbers_of(there[name])
    } == {}


def test_a_number_is_found() -> None:
    """In Python and in a script, but not in their texts, comments and patterns."""
    assert set(python_numbers('"""3"""\nx = -4 + f(5.5)  # 6\ny = True\nFORMAT = 7')) == {4.0, 5.5}
    script = 'const a = 3.5; // 4\n/* 5 */ b("6", /7{8}/g, -9e3); x1 = c[10] / 11 / d;'
    assert set(script_numbers(script)) == {3.5, 9000.0, 10.0, 11.0}
