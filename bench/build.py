"""Our commands beside what builds sites and indexes elsewhere: one table, in one run.

Run by `make bench`, or `python -m bench.build --documents 0 100 1000`; 0 is our own content alone.
Commands are told in processor seconds (user and system), whole processes. The peers get the same
bodies as plain Markdown with a title, and a bare layout: Hugo (Debian's package), Eleventy (npm),
MkDocs (pip, in an environment of its own) and Pagefind, which indexes the site that we built;
Whoosh alone searches our keyword index, MiniSearch (npm) the same texts. A peer that is not there
is left out and named. The last result stays in `bench/result.json`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.scale import generate

WORK = Path("build/bench/sites")
RESULT = Path("bench/result.json")
PACKAGES = Path("build/bench/node_modules")
MKDOCS = Path("build/bench/mkdocs")
MKDOCS_VERSION = "1.6.1"
SEARCH = "58, partner, had enough"
BUILDERS = ("Hugo", "Eleventy", "MkDocs")
_TITLE = re.compile(r'^title: *"?(.*?)"?$', re.MULTILINE)
_LAYOUT = "<!doctype html><title>{title}</title><h1>{title}</h1><main>{body}</main>\n"
_WHOOSH = """
import sys
from whoosh import index
from whoosh.qparser import MultifieldParser, OrGroup
opened = index.open_dir(sys.argv[1], readonly=True)
parser = MultifieldParser(["title", "body"], opened.schema, group=OrGroup)
with opened.searcher() as searcher:
    len(searcher.search(parser.parse(sys.argv[2]), limit=10))
"""
_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
_SEARCHES = 3

Figures = dict[str, float | None]
"""What was measured by what was done; None for a peer that is not there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: one of our figures, the peers that do the like, and the goal.

    `goal` is in the unit of the figure; with `times_best` it is a ratio to the fastest peer.
    """

    ours: str
    peers: tuple[str, ...] = ()
    goal: float | None = None
    times_best: bool = False
    unit: str = "s"


_NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Where it is set, each command would compile every module that it loads, and keep nothing."""
ROWS = (
    Row("kb build, first", BUILDERS, 4, times_best=True),
    Row("kb build, nothing changed"),
    Row("kb build, one page changed", goal=0.3),
    Row("kb build, most memory", ("Hugo, most memory",), 200, unit="MB"),
    Row("kb check, first", goal=0.4),
    Row("kb check, nothing changed"),
    Row("kb check, one page changed", goal=0.15),
    Row("kb index, nothing changed", goal=0.3),
    Row("kb search, cold", ("Whoosh alone, cold",), 0.25),
    Row("query in Node, with reasons", ("MiniSearch in Node, words alone",), 1.4, unit="ms"),
    Row("sent for hybrid search", goal=600, unit="kB"),
)


def main() -> None:
    """Measure each size, print the table and keep the figures."""
    asked = argparse.ArgumentParser(description="Measure our commands beside those of others.")
    asked.add_argument("--documents", type=int, nargs="+", default=[0, 100, 1_000])
    asked.add_argument("--content", type=Path, default=Path("content"))
    chosen = asked.parse_args()
    results = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    for count in chosen.documents:
        results[str(count)] = measured(chosen.content, count)
        print("\n".join(table(count, results[str(count)])), flush=True)
        RESULT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8", newline="\n")


def table(count: int, figures: Mapping[str, float | None]) -> Iterator[str]:
    """The table as Markdown: each of our figures beside its best peer; then every peer."""
    size = f"our own and {count:,} generated documents" if count else "our own content"
    yield f"{size}:"
    yield ""
    yield "| work | best peer | ours | ours / peer | goal |"
    yield "|---|---|---|---|---|"
    for row in ROWS:
        ours = figures.get(row.ours)
        if ours is not None:
            yield _line(row, ours, figures)
    yield ""
    ours_alone = {row.ours for row in ROWS}
    for name, figure in figures.items():
        if name not in ours_alone:
            yield f"- {name}: {'not there' if figure is None else f'{figure:.2f}'}"


def _line(row: Row, ours: float, figures: Mapping[str, float | None]) -> str:
    there = {n: figure for n in row.peers if (figure := figures.get(n)) is not None}
    best = min(there, key=lambda name: there[name], default="")
    peer = f"{best} {there[best]:.2f} {row.unit}" if best else "-"
    ratio = f"{ours / there[best]:.1f}" if best and there[best] else "-"
    goal = "-" if row.goal is None else f"{row.goal:g}"
    goal += "" if row.goal is None or row.times_best else f" {row.unit}"
    return f"| {row.ours} | {peer} | {ours:.2f} {row.unit} | {ratio} | {goal} |"


def measured(content: Path, count: int) -> Figures:
    """What ours and the peers' commands take on so many documents beside our own."""
    _compile()
    home = (WORK / str(count)).absolute()
    shutil.rmtree(home, ignore_errors=True)
    generate(content, home / "content", count)
    if Path("build/frontend").is_dir():
        shutil.copytree("build/frontend", home / "build" / "frontend")
    found: Figures = dict(_ours(home))
    pages = _plain_pages(home / "content")
    found |= _hugo(home / "hugo", pages)
    found["Eleventy"] = _eleventy(home / "eleventy", pages)
    found["MkDocs"] = _mkdocs(home / "mkdocs", pages)
    found["Pagefind, index of our site"] = _pagefind(home / "build" / "site")
    found |= _searches(home)
    if count:
        found |= _queries(count)
    shutil.rmtree(home)
    return found


def _compile() -> None:
    """Compile our modules, as the first command on a machine does."""
    root = Path(__file__).parents[1]
    folders = [str(root / name) for name in ("kb", "site_builder")]
    compiling = [sys.executable, "-m", "compileall", "-q", *folders]
    subprocess.run(compiling, env=_environment(), check=True, timeout=600)


def spent(command: Sequence[str | Path], folder: Path) -> float:
    """The processor seconds of a command, its own children included.

    Raises:
        SystemExit: It fails; what it said is shown.
    """
    return spent_with_memory(command, folder)[0]


def spent_with_memory(command: Sequence[str | Path], folder: Path) -> tuple[float, float]:
    """The processor seconds of a command and the most memory of one of its processes, in MB.

    A process in between counts no children of ours but this one.

    Raises:
        SystemExit: It fails; what it said is shown.
    """
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *map(str, command)],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.returncode:
        sys.exit(f"bench: {command[0]} failed in {folder}\n{done.stdout}{done.stderr}")
    seconds, kilobytes = done.stderr.splitlines()[-1].split()
    return float(seconds), float(kilobytes) * 1024 / 1e6


def _environment() -> dict[str, str]:
    """What the commands run in: as people do, who compile no module twice."""
    own = {name: value for name, value in os.environ.items() if name != _NOT_COMPILED}
    return {**own, "PYTHONPATH": str(Path(__file__).parents[1])}


def _ours(home: Path) -> Iterator[tuple[str, float]]:
    """Each command the first time, with nothing to do, and after a line more on one page."""
    kb = [sys.executable, "-m", "kb.cli.main"]
    page = next(iter(sorted((home / "content" / "casestudies").glob("*.md"))))
    for command in ("check", "build"):
        shutil.rmtree(home / "build" / "cache", ignore_errors=True)
        seconds, memory = spent_with_memory([*kb, command], home)
        yield f"kb {command}, first", seconds
        yield f"kb {command}, most memory", memory
        yield f"kb {command}, nothing changed", spent([*kb, command], home)
        text = page.read_text(encoding="utf-8")
        page.write_text(f"{text}\nOne more line.\n", encoding="utf-8")
        yield f"kb {command}, one page changed", spent([*kb, command], home)


def _searches(home: Path) -> Figures:
    """The index and the search of our commands, Whoosh alone, and what a browser is sent."""
    sent = _index(home)
    kb = [sys.executable, "-m", "kb.cli.main"]
    alone: list[str | Path] = [
        sys.executable,
        "-c",
        _WHOOSH,
        home / "build" / "index" / "keyword",
        SEARCH,
    ]
    return {
        "kb index, nothing changed": spent([*kb, "index"], home),
        "kb search, cold": min(spent([*kb, "search", SEARCH], home) for _ in range(_SEARCHES)),
        "Whoosh alone, cold": min(spent(alone, home) for _ in range(_SEARCHES)),
        "sent for hybrid search": sent / 1000,
    }


def _index(home: Path) -> int:
    """Make an index with the general table, and return the bytes (gzip) that a browser is sent.

    The model is left out: its vectors take minutes, and as many bytes whatever they are.
    """
    from bench.corpus import Noise
    from kb.browser.export import search_data
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.index import build as building
    from kb.index.encoder import MODEL_NAME
    from kb.index.encoder.fit import untrained
    from kb.index.encoder.train import GENERAL, General
    from kb.index.load import load_index
    from kb.search.ready import write_ready
    from site_builder.render.search_data import SCRIPTS

    class NamedNoise(Noise):
        name = MODEL_NAME

    general = General.load(GENERAL)
    table = untrained(general)
    teacher = len(general.projection)  # what is projected has as many dimensions as the model's
    vars(building)["student_for"] = lambda *_, **__: table  # in place of a long training
    corpus = read_corpus(home / "content", today=today())
    folder = home / "build" / "index"
    building.build_index(
        corpus, folder, encoder=NamedNoise(teacher), general=general, beside=write_ready
    )
    data = search_data(load_index(folder), table).values()
    scripts = [file.read_bytes() for file in SCRIPTS.iterdir()]
    return sum(len(gzip.compress(content, 9)) for content in (*data, *scripts))


def _queries(count: int) -> Figures:
    """Milliseconds a query in Node: ours, MiniSearch and Orama on the same generated texts."""
    from bench.run import in_node, prepared
    from kb.browser.node import node

    if node() is None or not PACKAGES.is_dir():
        return {"MiniSearch in Node, words alone": None}
    times = in_node(prepared(count))
    return {
        "query in Node, with reasons": times["ours, hybrid"]["query"],
        "query in Node, ours by words alone": times["ours, words alone"]["query"],
        "MiniSearch in Node, words alone": times["MiniSearch"]["query"],
        "Orama in Node, words alone": times["Orama"]["query"],
    }


def _plain_pages(content: Path) -> dict[str, tuple[str, str]]:
    """Title and body of each page by its name."""
    found = {}
    for path in sorted(content.glob("*/*.md")):
        head, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        title = _TITLE.search(head)
        found[f"{path.parent.name}-{path.stem}"] = (title[1] if title else path.stem, body)
    return found


def _write(folder: Path, pages: Mapping[str, tuple[str, str]], extra: str = "") -> None:
    folder.mkdir(parents=True)
    for name, (title, body) in pages.items():
        head = f"---\ntitle: {json.dumps(title)}\n{extra}---\n"
        (folder / f"{name}.md").write_text(head + body, encoding="utf-8")


def _hugo(home: Path, pages: Mapping[str, tuple[str, str]]) -> Figures:
    if shutil.which("hugo") is None:
        return {"Hugo": None}
    _write(home / "content" / "pages", pages)
    layouts = home / "layouts" / "_default"
    layouts.mkdir(parents=True)
    single = _LAYOUT.format(title="{{ .Title }}", body="{{ .Content }}")
    links = '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    (layouts / "single.html").write_text(single, encoding="utf-8")
    (layouts / "list.html").write_text(_LAYOUT.format(title="All", body=links), encoding="utf-8")
    (home / "hugo.toml").write_text('baseURL = "https://example.org/"\n', encoding="utf-8")
    (home / "config.toml").write_text('baseURL = "https://example.org/"\n', encoding="utf-8")
    seconds, memory = spent_with_memory(["hugo", "--quiet"], home)
    return {"Hugo": seconds, "Hugo, most memory": memory}


def _eleventy(home: Path, pages: Mapping[str, tuple[str, str]]) -> float | None:
    program = (PACKAGES / "@11ty" / "eleventy" / "cmd.cjs").absolute()
    if not program.is_file() or shutil.which("node") is None:
        return None
    _write(home / "pages", pages, "layout: page.njk\n")
    (home / "_includes").mkdir()
    layout = _LAYOUT.format(title="{{ title }}", body="{{ content | safe }}")
    (home / "_includes" / "page.njk").write_text(layout, encoding="utf-8")
    return spent(["node", program, "--quiet", "--input=.", "--output=_site"], home)


def _mkdocs(home: Path, pages: Mapping[str, tuple[str, str]]) -> float | None:
    program = MKDOCS / ("Scripts" if os.name == "nt" else "bin") / "mkdocs"
    if not program.is_file():
        return None
    _write(home / "docs", pages)
    (home / "docs" / "index.md").write_text("# All\n", encoding="utf-8")
    config = (
        "site_name: All\ntheme:\n  name: mkdocs\nvalidation:\n  links:\n    not_found: ignore\n"
    )
    (home / "mkdocs.yml").write_text(config, encoding="utf-8")
    return spent([program.absolute(), "build", "--quiet"], home)


def _pagefind(site: Path) -> float | None:
    program = (PACKAGES / "pagefind" / "lib" / "runner" / "bin.cjs").absolute()
    if not program.is_file() or shutil.which("node") is None:
        return None
    return spent(["node", program, "--site", site.absolute(), "--quiet"], site.parent)


def install_mkdocs() -> None:
    """Install MkDocs in an environment of its own, if there is none; without it, it is left out."""
    if not MKDOCS.is_dir():
        venv.create(MKDOCS, with_pip=True)
        pip = MKDOCS / ("Scripts" if os.name == "nt" else "bin") / "pip"
        subprocess.run(
            [str(pip), "install", "-q", f"mkdocs=={MKDOCS_VERSION}"], check=False, timeout=3600
        )


if __name__ == "__main__":
    main()
