"""How the work grows with the content: each step at several sizes, and the exponent of each.

Run by `make bench-scale`, or `python -m bench.scale --documents 100 1000`. The documents are case
studies of this project under other titles, with sentences of their own, so that they pass
`kb check`. Times are processor seconds; they depend on the machine, the exponents hardly.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WORK = Path("build/bench/scale")
RESULT = WORK / "result.json"
SIZES = (100, 1_000, 5_000)
TOO_FAST = 1.1
"""Exponents above this one grow faster than the content."""
LEAST_SECONDS = 0.05
"""At the largest size; a step that takes less tells nothing of its growth."""
PIECES = (
    "all_pages",
    "check_links",
    "export_files",
    "leader_files",
    "read_assets",
    "related_documents",
    "search_files",
    "squeezed",
    "write_site",
)
"""Steps of `site_builder.build.build_site`, by the names that it imports."""
_PLACES = "moor fen ford mill hurst thorpe ley combe wick holt stead bury dale hythe".split()
_FIRST = "Alder Birch Cold East Fair Green Hazel Kings Long Marsh North Oak Plum Rush".split()
_TITLE = re.compile(r"^title: *(.*)$", re.MULTILINE)
_FORMER = re.compile(r"^was:.*\n(?:(?: |- ).*\n)*", re.MULTILINE)
_LONGEST_TITLE = 120

Times = dict[str, float]


def main() -> None:
    """Measure each size in a process of its own, print the table and keep it."""
    asked = argparse.ArgumentParser(description="Measure how the work grows.")
    asked.add_argument("--documents", type=int, nargs="+", default=list(SIZES))
    asked.add_argument("--content", type=Path, default=Path("content"))
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.one:
        print(json.dumps(measured(chosen.content, chosen.one)))
        return
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    results = []
    for count in sorted(chosen.documents):
        results.append(_in_its_own_process(chosen.content, count))
        RESULT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print("\n".join(table(results)))


def table(results: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The steps with their processor seconds at each size, and the exponent of each."""
    sizes = [result["documents"] for result in results]
    yield f"{'processor seconds at':28}" + "".join(f"{size:>10,}" for size in sizes) + "  exponent"
    faster = []
    for step in results[-1]["seconds"]:
        seconds = [result["seconds"][step] for result in results]
        power = exponent(list(zip(sizes, seconds, strict=True)))
        told = "       -" if seconds[-1] < LEAST_SECONDS else f"{power:8.2f}"
        yield f"{step:28}" + "".join(f"{one:10.2f}" for one in seconds) + f"  {told}"
        if seconds[-1] >= LEAST_SECONDS and power > TOO_FAST:
            faster.append(step)
    memory = "".join(f"{result['peak'] / 2**20:10.0f}" for result in results)
    yield f"{'most memory, MB':28}{memory}"
    yield f"grows faster than the content: {', '.join(faster) or 'nothing'}"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of the size with which the time grows: the slope in a log-log plot."""
    logs = [(math.log(size), math.log(max(seconds, 1e-6))) for size, seconds in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread if spread else 0.0


def generate(content: Path, out: Path, count: int) -> None:
    """Copy a content folder, with so many case studies more.

    Each is one of the folder's under another title and name, with a last paragraph of its own.
    """
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(content, out)
    chance = random.Random(18)
    folder = out / "casestudies"
    studies = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))]
    for number in range(count):
        text = _FORMER.sub("", studies[number % len(studies)])
        place = _place(number)
        ending = f", as {place} tells it"
        title = _TITLE.search(text)
        assert title is not None
        old = title[1].strip().strip('"')
        new = old[: _LONGEST_TITLE - len(ending)].rstrip() + ending
        text = text.replace(title[0], f"title: {json.dumps(new, ensure_ascii=False)}", 1)
        words = [_place(chance.randrange(10**6)) for _ in range(12)]
        text = f"{text.rstrip()}\n\nPeople from {', '.join(words[:6])} met those of {words[7]}.\n"
        name = re.sub(r"[^a-z]+", "-", place.lower()).strip("-")
        (folder / f"told-{name}.md").write_text(text, encoding="utf-8")


def _place(number: int) -> str:
    """An invented place, another for each number."""
    parts = []
    while True:
        number, first = divmod(number, len(_FIRST))
        number, last = divmod(number, len(_PLACES))
        parts.append(_FIRST[first] + _PLACES[last])
        if not number:
            return " ".join(parts)


def measured(content: Path, count: int) -> dict[str, Any]:
    """The processor seconds of each step with so many generated documents, and the most memory."""
    from kb.browser.export import search_data
    from kb.content.clock import today
    from kb.content.folder import read_folder
    from kb.content.kept import Kept
    from kb.content.read import read_corpus
    from kb.index.build import build_index
    from kb.index.encoder.fit import untrained
    from kb.index.encoder.train import GENERAL, General
    from kb.index.load import load_index
    from kb.search.related import likeness
    from kb.text.markdown import outlines_kept
    from site_builder import build
    from site_builder.render.render import Renderer, SharedPages

    home = WORK / str(count)
    generate(content, home / "content", count)
    seconds: Times = {}
    day = today()
    with timed(seconds, "read files"):
        read_folder(home / "content")
    kept = Kept(home / "kept.bin")
    with timed(seconds, "check, nothing kept"):
        corpus = read_corpus(home / "content", today=day, kept=kept, jobs=1)
    with timed(seconds, "check, all kept"):
        read_corpus(home / "content", today=day, kept=Kept(home / "kept.bin"))
    student = untrained(General.load(GENERAL))
    with timed(seconds, "index, with a table"):
        build_index(corpus, home / "index", encoder=student)
    index = load_index(home / "index")
    with timed(seconds, "search data"):
        data = search_data(index, student)
    with timed(seconds, "closeness in meaning"):
        likeness(index)
    for name in PIECES:
        setattr(build, name, _timing(seconds, f"build: {name}", getattr(build, name)))
    rendering = _timing(seconds, "build: render", Renderer.render_with_ends)
    Renderer.render_with_ends = rendering  # type: ignore[method-assign]
    shared = SharedPages(Kept(home / "pages.bin", packages=("site_builder",)), several=False)
    with timed(seconds, "build, whole"), outlines_kept(shared.known):
        build.build_site(corpus, home / "site", search_data=data, today=day, shared=shared, jobs=1)
        shared.save()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    shutil.rmtree(home)
    return {"documents": len(corpus.documents), "seconds": seconds, "peak": peak}


@contextmanager
def timed(seconds: Times, step: str) -> Iterator[None]:
    """Add the processor seconds of what is done inside to a step."""
    start = time.process_time()
    try:
        yield
    finally:
        seconds[step] = seconds.get(step, 0.0) + time.process_time() - start


def _timing(seconds: Times, step: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        with timed(seconds, step):
            return work(*arguments, **options)

    return call


def _in_its_own_process(content: Path, count: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.scale", "--one", str(count), "--content", str(content)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.returncode:
        sys.exit(f"bench: {count} documents could not be measured; the message stands above")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
