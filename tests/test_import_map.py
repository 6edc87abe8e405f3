"""The import map: what a package may import, and what may load with `import kb`.

The map is by package. A package imports from packages above it in its list, never from below,
so that no circle can arise; `kb` never imports `site_builder`, save its two ends: the public
library and the command line.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

KB = (
    "kb.data",
    "kb.text",
    "kb.model",
    "kb.content",
    "kb.planning",
    "kb.index",
    "kb.search",
    "kb.postgres",
    "kb.service",
    "kb.evaluation",
    "kb.browser",
    "kb.editing",
    "kb.assistant",
    "kb.library",
    "kb.cli",
)
SITE = (
    "site_builder.model",
    "site_builder.hosting",
    "site_builder.views",
    "site_builder.tools",
    "site_builder.pages",
    "site_builder.editors",
    "site_builder.exports",
    "site_builder.render",
    "site_builder.build",
    "site_builder.serving",
)
"""Each list from the top: a package may import from packages above its own."""

SITE_MAY_IMPORT = ("kb.data", "kb.text", "kb.model", "kb.content", "kb.planning")
"""What depends on search reaches the site as an argument."""
MAY_BUILD_THE_SITE = ("kb.library", "kb.cli")
"""The two ends of `kb`, for programs and for people, build the site when they are asked to."""
EDITORS = "site_builder.editors"
"""The pages for editors show what `kb.editing` knows, and only they do."""

ALONE = {
    "yaml": {"kb.content.frontmatter"},
    "pydantic": {"kb.content.schema", "kb.content.entries", "kb.content.reference_files"},
    "markdown_it": {"kb.text.markdown"},
    "mdit_py_plugins": {"kb.text.markdown"},
    "whoosh": {"kb.index"},
    "sentence_transformers": {"kb.index.encoder"},
    "torch": {"kb.index.encoder"},
    "jinja2": {"site_builder.render"},
    "click": {"kb.cli"},
    "docx": {"kb.planning.docx_file"},
    "mcp": {"kb.assistant.server"},
    "psycopg": {"kb.postgres"},
    "psycopg_pool": {"kb.postgres"},
    "starlette": {"kb.service"},
    "uvicorn": {"kb.service"},
}
"""What only these may import."""

Imports = Mapping[str, frozenset[str]]
"""Each module with every module that it imports while running."""


def project_imports() -> Imports:
    """Return the imports of every module of the project."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
            ".__init__"
        ): imports_of(path.read_text(encoding="utf-8"))
        for package in ("kb", "site_builder")
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def imports_of(source: str) -> frozenset[str]:
    """Return every module that a source imports while running, inside functions too."""
    found: set[str] = set()
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return frozenset(found)


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes but those under ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _running(child)


def _within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def package_of(module: str) -> str | None:
    """Return the package of the map that a module belongs to, or None if it has none."""
    return next((name for name in (*KB, *SITE) if _within(module, name)), None)


def faults(imports: Imports) -> list[str]:
    """Return each import that the map forbids, and each module that has no place in it."""
    found = []
    for module, imported in imports.items():
        own = package_of(module)
        if own is None:
            if module not in ("kb", "site_builder"):
                found.append(f"{module} has no place in the import map")
            continue
        found += [
            f"{module} imports {name}: {why}"
            for name in sorted(imported)
            if (why := _forbidden(own, module, name))
        ]
    return found


def _forbidden(own: str, module: str, name: str) -> str | None:
    """Return why a package may not import a name, or None if it may."""
    other = package_of(name)
    if other is None or other == own:
        return None
    if own in KB and other in SITE:
        return None if own in MAY_BUILD_THE_SITE else "kb never imports the site"
    if own in SITE and other in KB:
        editors = _within(module, EDITORS) and other == "kb.editing"
        return None if other in SITE_MAY_IMPORT or editors else "the site is handed its results"
    order = KB if own in KB else SITE
    return None if order.index(other) < order.index(own) else "it stands below"


def circles(imports: Imports) -> set[frozenset[str]]:
    """Return the groups of packages that import each other, directly or through others."""
    arrows: dict[str, set[str]] = {}
    for module, imported in imports.items():
        own = package_of(module)
        if own is not None:
            others = {package_of(name) for name in imported} - {own, None}
            arrows.setdefault(own, set()).update(name for name in others if name)
    reach = {name: _reached(arrows, name) for name in arrows}
    groups = (frozenset(b for b in reach[a] if a in reach.get(b, ())) | {a} for a in arrows)
    return {group for group in groups if len(group) > 1}


def _reached(arrows: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        for name in arrows.get(todo.pop(), ()):
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def doors(imports: Imports) -> list[str]:
    """Return each import of a library by a module that is not its one door."""
    return [
        f"{module}: {name}"
        for module, imported in imports.items()
        for name in sorted(imported)
        if (owners := ALONE.get(name.split(".")[0])) is not None
        and not any(_within(module, owner) for owner in owners)
    ]


@pytest.fixture(scope="module")
def imports() -> Imports:
    """The imports of the project, read once."""
    return project_imports()


def test_packages_import_from_above(imports: Imports) -> None:
    """Every module has its place, and looks only upwards."""
    assert faults(imports) == []


def test_no_packages_import_each_other(imports: Imports) -> None:
    """There is no circle, whatever the order of the lists says."""
    assert circles(imports) == set()


def test_each_library_has_one_door(imports: Imports) -> None:
    """A library is used through the modules that know it."""
    assert doors(imports) == []


def test_the_map_lists_what_is_there(imports: Imports) -> None:
    """No package of the map is one that has gone."""
    assert {package_of(module) for module in imports} - {None} == {*KB, *SITE}


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("kb.text.numbers", "import site_builder.model.page", "kb never imports the site"),
        ("kb.text.numbers", "def f():\n    from kb.model import evidence", "it stands below"),
        ("kb.search.engine", "from kb.cli.main import main", "it stands below"),
        ("site_builder.views.plot", "from kb.search import engine", "is handed its results"),
        ("site_builder.views.plot", "import site_builder.pages.all_pages", "it stands below"),
        ("kb.stray", "import json", "no place in the import map"),
    ],
)
def test_a_forbidden_import_is_found(module: str, source: str, fault: str) -> None:
    """Each kind of violation is found, at the top of a file or inside a function."""
    found = faults({module: imports_of(source)})
    assert found
    assert all(fault in message for message in found)


def test_a_circle_is_found() -> None:
    """Three packages that import each other in a ring are one circle; those beside it are not."""
    made_up = {
        "kb.model.corpus": frozenset({"kb.content.read"}),
        "kb.content.read": frozenset({"kb.index.build"}),
        "kb.index.build": frozenset({"kb.model.corpus", "kb.text.words"}),
    }
    assert circles(made_up) == {frozenset({"kb.model", "kb.content", "kb.index"})}


def test_a_second_door_is_found() -> None:
    """A library imported past its door is found; what only type checkers see is not."""
    assert doors({"kb.search.engine": imports_of("import whoosh.index")}) == [
        "kb.search.engine: whoosh.index"
    ]
    guarded = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch"
    assert doors({"kb.search.engine": imports_of(guarded)}) == []


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import kb", ("yaml", "pydantic", "markdown_it", "whoosh", "numpy", "click")),
        ("import kb; kb.open_search", ("yaml", "pydantic", "markdown_it", "whoosh", "numpy")),
        ("import kb.model.corpus", ("pydantic", "markdown_it", "whoosh", "numpy", "torch")),
        ("import kb.cli.main", ("pydantic", "markdown_it", "whoosh", "numpy", "torch", "jinja2")),
        ("import kb.search.open", ("pydantic", "markdown_it", "torch", "sentence_transformers")),
    ],
)
def test_importing_is_quick(statement: str, heavy: tuple[str, ...]) -> None:
    """Nothing heavy loads before it is needed."""
    command = f"{statement}; import sys; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=300,
    )
    assert set(heavy) & set(done.stdout.split()) == set()
