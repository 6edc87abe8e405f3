"""Our commands beside what builds sites and indexes elsewhere, in processor seconds.

Run by `make bench`, or `python -m bench.build --documents 100 1000`. The peers get the same
bodies as plain Markdown with a title, and a bare layout: Hugo (Debian's package), Eleventy (npm),
MkDocs (pip, in an environment of its own) and Pagefind, which indexes the site that we built. A
peer that is not there is left out and named. The last result stays in `build/bench/build.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.scale import generate

WORK = Path("build/bench/sites")
RESULT = Path("build/bench/build.json")
PACKAGES = Path("build/bench/node_modules")
MKDOCS = Path("build/bench/mkdocs")
MKDOCS_VERSION = "1.6.1"
SEARCH = "58, partner, had enough"
_TITLE = re.compile(r'^title: *"?(.*?)"?$', re.MULTILINE)
_LAYOUT = "<!doctype html><title>{title}</title><h1>{title}</h1><main>{body}</main>\n"

Seconds = dict[str, float | None]
"""Processor seconds by what was done; None for a peer that is not there."""


def main() -> None:
    """Measure each size, print ratios and keep the seconds."""
    asked = argparse.ArgumentParser(description="Measure builds beside those of others.")
    asked.add_argument("--documents", type=int, nargs="+", default=[100, 1_000])
    asked.add_argument("--content", type=Path, default=Path("content"))
    chosen = asked.parse_args()
    results = {}
    for count in chosen.documents:
        results[count] = measured(chosen.content, count)
        print("\n".join(table(count, results[count])), flush=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def table(count: int, seconds: Mapping[str, float | None]) -> Iterator[str]:
    """A line for each command of ours and each peer, with its ratio to the fastest peer."""
    peers = [s for name, s in seconds.items() if not name.startswith("kb ") and s is not None]
    best = min(peers, default=None)
    yield f"{count:,} generated documents beside our own; processor seconds"
    for name, spent in seconds.items():
        if spent is None:
            yield f"  {name:40}  not there"
            continue
        ratio = f"{spent / best:8.1f} x the fastest peer" if best else ""
        yield f"  {name:40}{spent:8.2f}{ratio}"


def measured(content: Path, count: int) -> Seconds:
    """What ours and the peers' commands take on so many documents."""
    home = (WORK / str(count)).absolute()
    shutil.rmtree(home, ignore_errors=True)
    generate(content, home / "content", count)
    if Path("build/frontend").is_dir():
        shutil.copytree("build/frontend", home / "build" / "frontend")
    found: Seconds = dict(_ours(home))
    pages = _plain_pages(home / "content")
    found["Hugo"] = _hugo(home / "hugo", pages)
    found["Eleventy"] = _eleventy(home / "eleventy", pages)
    found["MkDocs"] = _mkdocs(home / "mkdocs", pages)
    found["Pagefind, index of our site"] = _pagefind(home / "build" / "site")
    shutil.rmtree(home)
    return found


def spent(command: Sequence[str | Path], folder: Path) -> float:
    """The processor seconds of a command, its own children included.

    Raises:
        SystemExit: It fails; what it said is shown.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.returncode:
        sys.exit(f"bench: {command[0]} failed in {folder}\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _ours(home: Path) -> Iterator[tuple[str, float]]:
    """Each command the first time, with nothing to do, and after a line more on one page."""
    kb = [sys.executable, "-m", "kb.cli.main"]
    yield "kb check, first", spent([*kb, "check"], home)
    yield "kb check, nothing changed", spent([*kb, "check"], home)
    page = next(iter(sorted((home / "content" / "casestudies").glob("*.md"))))
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    yield "kb check, one page changed", spent([*kb, "check"], home)
    shutil.rmtree(home / "build" / "cache")
    yield "kb build, first", spent([*kb, "build"], home)
    yield "kb build, nothing changed", spent([*kb, "build"], home)


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


def _hugo(home: Path, pages: Mapping[str, tuple[str, str]]) -> float | None:
    if shutil.which("hugo") is None:
        return None
    _write(home / "content" / "pages", pages)
    layouts = home / "layouts" / "_default"
    layouts.mkdir(parents=True)
    single = _LAYOUT.format(title="{{ .Title }}", body="{{ .Content }}")
    links = '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    (layouts / "single.html").write_text(single, encoding="utf-8")
    (layouts / "list.html").write_text(_LAYOUT.format(title="All", body=links), encoding="utf-8")
    (home / "hugo.toml").write_text('baseURL = "https://example.org/"\n', encoding="utf-8")
    (home / "config.toml").write_text('baseURL = "https://example.org/"\n', encoding="utf-8")
    return spent(["hugo", "--quiet"], home)


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
