"""The benchmark: speed and size of the search, beside MiniSearch, Orama and Pagefind.

Run by `make bench`, or `python -m bench.run --documents 100 1000`. What is generated stays under
`build/bench` and is used again. Times depend on the machine; sizes do not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from bench.browser import focus_to_answer, our_times, pagefind_times
from bench.build import install_mkdocs
from bench.corpus import generated_entries, generated_queries
from bench.data import generated_data
from kb.browser.node import node
from site_builder.render.search_data import SCRIPTS
from tools.chromium import chromium

HERE = Path(__file__).parent
WORK = Path("build/bench")
QUERIES = 50
SEARCHES = 5
EXAMPLE = "58, partner, had enough"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description="Measure the search.")
    asked.add_argument("--documents", type=int, nargs="+", default=[100, 1_000, 10_000])
    asked.add_argument("--site", type=Path, default=Path("build/site"))
    asked.add_argument("--index", type=Path, default=Path("build/index"))
    chosen = asked.parse_args()
    if node() is None:
        sys.exit("bench: no program node on this machine; install Node 20")
    install()
    print("generated documents of 600 words; ms per query: the median of 50, warm\n")
    for count in chosen.documents:
        folder = prepared(count)
        print(f"{count} documents")
        for name, times in measured(folder).items():
            told = "".join(f"{key} {value:10.1f}   " for key, value in times.items())
            print(f"  {name:32}{told}")
        needed = first_answer(folder)
        print(f"  {'first answer, bytes with gzip':32}{needed:,}\n", flush=True)
    scripts = chosen.site / "assets" / "search"
    if scripts.is_dir():
        print_sizes(scripts)
    if chromium() and scripts.is_dir():
        found = focus_to_answer(chosen.site, EXAMPLE)
        print(f"{chosen.site}: from focus to the first full answer {found:.0f} ms")
    if chosen.index.is_dir():
        print(f"{chosen.index}: kb search, cold {cold_search(chosen.index):.2f} s")


def install() -> None:
    """Install the other search libraries under `build/bench`."""
    WORK.mkdir(parents=True, exist_ok=True)
    install_mkdocs()
    wanted = (HERE / "package.json").read_bytes()
    if (WORK / "node_modules").is_dir() and (WORK / "package.json").read_bytes() == wanted:
        return
    (WORK / "package.json").write_bytes(wanted)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
    subprocess.run(
        ["npm", "install", *quiet], cwd=WORK, check=True, stdout=subprocess.DEVNULL, timeout=3600
    )


def prepared(count: int) -> Path:
    """Return the folder with the data, the documents and the queries of this many documents."""
    folder = WORK / str(count)
    if (folder / "queries.json").is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    for name, content in generated_data(count).items():
        (folder / "data" / name).write_bytes(content)
    documents = [
        {
            "id": entry.id,
            "title": entry.title,
            "summary": entry.summary,
            "text": "\n".join([*(piece.text for piece in entry.passages), *entry.situations]),
        }
        for entry in generated_entries(count)
    ]
    (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8", newline="\n")
    run_node("pagefind.js", folder / "documents.json", folder / "pagefind", WORK)
    (folder / "queries.json").write_text(
        json.dumps(generated_queries(QUERIES)), encoding="utf-8", newline="\n"
    )
    return folder


def run_node(script: str, *arguments: Path) -> str:
    """Return what a script of this folder writes."""
    command = [str(node()), "--max-old-space-size=4096", str(HERE / script), *map(str, arguments)]
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, timeout=3600
    ).stdout


def measured(folder: Path) -> Mapping[str, Mapping[str, float]]:
    """Return the times of each engine, in Node and in the browser."""
    queries_file = folder / "queries.json"
    found = {f"{name}, Node": times for name, times in in_node(folder).items()}
    if chromium():
        queries = json.loads(queries_file.read_text(encoding="utf-8"))
        served = folder / "served"
        shutil.copytree(folder / "data", served, dirs_exist_ok=True)
        found["ours, hybrid, browser"] = our_times(served, queries)
        found["Pagefind, browser"] = pagefind_times(folder / "pagefind", queries)
    return found


def in_node(folder: Path) -> Mapping[str, Mapping[str, float]]:
    """Return the times of each engine in Node."""
    found: dict[str, dict[str, float]] = json.loads(
        run_node(
            "speed.js",
            SCRIPTS / "engine.js",
            folder / "data",
            folder / "documents.json",
            folder / "queries.json",
            WORK,
        )
    )
    return found


def first_answer(folder: Path) -> int:
    """Return the most bytes with gzip that one of three queries needs of a new visitor."""
    needed = Path(__file__).parents[1] / "kb" / "data" / "needed.js"
    asked = json.loads((folder / "queries.json").read_text(encoding="utf-8"))[:3]
    done = subprocess.run(
        [str(node()), str(needed), str(SCRIPTS / "engine.js"), str(folder / "data")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=3600,
    )
    engine = sum(gzip_size(file) for file in SCRIPTS.iterdir())
    sizes = {
        file.name: gzip_size(file)
        for file in (folder / "data").iterdir()
        if any(file.name in files for files in json.loads(done.stdout))
    }
    return engine + max(sum(sizes[name] for name in files) for files in json.loads(done.stdout))


def print_sizes(folder: Path) -> None:
    """Print what a visitor of a built site is sent, in bytes with gzip."""
    sizes = {file.name: gzip_size(file) for file in sorted(folder.iterdir())}
    later = ("meaning.js", "text.js")
    first = sum(size for name, size in sizes.items() if name not in later)
    print(f"{folder}, bytes with gzip")
    for name, size in sizes.items():
        print(f"  {name:32}{size:>10,}")
    print(f"  {'all':32}{sum(sizes.values()):>10,}")
    print(f"  {'without ' + ' and '.join(later):32}{first:>10,}\n")


def gzip_size(file: Path) -> int:
    """Return the bytes of a file with gzip."""
    return len(gzip.compress(file.read_bytes(), 9))


def cold_search(index: Path) -> float:
    """Return the seconds of `kb search`, start of the program included."""
    program = Path(sys.executable).with_name("kb")
    times = []
    for _ in range(SEARCHES):
        start = time.perf_counter()
        command = [str(program), "search", EXAMPLE, "--index", str(index)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=3600)
        times.append(time.perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    main()
