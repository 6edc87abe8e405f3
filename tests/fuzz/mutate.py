"""Texts made from kept ones: pieces cut out, doubled, moved, and hostile pieces put in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
"""The kept texts, a folder for each kind; what `make fuzz` finds is written here."""
EXAMPLES = int(os.environ.get("KB_FUZZ", "0"))
"""Texts to try of each kind; 0 in an ordinary run of the tests, which tries a few."""
FEW = 3
LONGEST = 6_000

PIECES = (
    *"\0 \x1b \u202e \u200b \ufeff \u2028 \U000e0041 \ue002 \x85 \r \t é 🙂 ﬁ".split(" "),
    *("[", "](", "![", "[^1]", "[a][b]", "](javascript:alert(1))", "](casestudies/x#y)"),
    *("<p>", "<p a=\"", "<!--", "<script>alert(1)</script>", "</td>", "<table>", "&lt;", "&#0;"),
    *("---\n", "- ", ": ", "* ", "> 5", "#", "```\n", "| a | b |\n", "~~x~~", "\n\n", "\\", "`"),
    *("&a *a", "!!python/object:os.system ", "{", "}", "null", "5", "[]", '"', "'", "%", "0" * 40),
    *("<w:p>", "</w:p>", "<w:r><w:t>9</w:t></w:r>", '<w:vMerge/>', "<w:tc>"),
    *("our sum", "£24m", "12%", "twenty-five", "2026-13-45", "To do: x", "our-account"),
)  # fmt: skip

PROFILE = settings(
    max_examples=EXAMPLES or FEW,
    deadline=None,
    print_blob=True,
    derandomize=not EXAMPLES,
    phases=(Phase.generate, Phase.shrink) if EXAMPLES else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
"""Random when asked for many, the same few otherwise: an ordinary run is no lottery."""


@cache
def kept(kind: str) -> list[str]:
    """Return the texts of a kind that were kept when the run began, in order of name."""
    return [path.read_text(encoding="utf-8") for path in sorted((CORPUS / kind).iterdir())]


@st.composite
def texts(draw: st.DrawFn, kind: str) -> str:
    """Give a kept text of a kind with up to eight changes."""
    text = draw(st.sampled_from(kept(kind)))
    for _ in range(draw(st.integers(0, 8))):
        text = _changed(draw, text)[:LONGEST]
    return text.encode("utf-8", "ignore").decode("utf-8")


def _changed(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 60)))
    what = draw(st.sampled_from(("put", "put", "cut", "double", "move", "any")))
    if what == "put":
        return text[:start] + draw(st.sampled_from(PIECES)) + text[start:]
    if what == "cut":
        return text[:start] + text[end:]
    if what == "double":
        return text[:end] + text[start:end] * draw(st.integers(1, 30)) + text[end:]
    if what == "move":
        rest = text[:start] + text[end:]
        to = draw(st.integers(0, len(rest)))
        return rest[:to] + text[start:end] + rest[to:]
    return text[:start] + draw(st.text(max_size=12)) + text[end:]


def tried(kind: str, work: Callable[[str], object], text: str) -> None:
    """Do some work with a text; when it fails in a long run, the text is kept."""
    try:
        work(text)
    except BaseException:
        if EXAMPLES:
            name = f"found-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
            (CORPUS / kind / name).write_text(text, encoding="utf-8", newline="\n")
        raise


def kinds() -> Iterator[str]:
    """Yield the kinds of text that are kept."""
    return (path.name for path in sorted(CORPUS.iterdir()))
