"""Everything flows one way: what a module may import, and what may load with `import kb`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LINES: tuple[tuple[str, ...], ...] = (
    ("kb.errors", "kb.files", "kb.model", "kb.clock", "kb.numbers", "kb.stemmer", "kb.settings"),
    ("kb.frontmatter", "kb.analysis", "kb.taxonomy", "kb.glossary", "kb.sources"),
    ("kb.tree", "kb.evidence", "kb.evaluate", "kb.markup", "kb.links"),
    (
        "kb.schema",
        "kb.entries",
        "kb.checks",
        "kb.lists",
        "kb.reading",
        "kb.corpus",
        "kb.passages",
        "kb.describe",
        "kb.fingerprints",
        "kb.hosting",
    ),
    ("kb.index",),
    ("kb.search",),
    ("kb.judged",),
    ("kb.editing", "kb.related"),
    ("kb.cli",),
)
"""From the top: a module may import from its own line and from lines above, never from below."""

ALONE = {
    "yaml": {"kb.frontmatter"},
    "pydantic": {"kb.schema", "kb.entries", "kb.lists"},
    "markdown_it": {"kb.markup"},
    "whoosh": {"kb.index"},
    "sentence_transformers": {"kb.index"},
    "torch": {"kb.index"},
    "jinja2": {"site_builder.render"},
    "click": {"kb.cli"},
}
"""What only these may import."""

SITE_MAY_NOT = ("kb.index", "kb.search", "kb.judged", "kb.editing", "kb.cli")
"""What depends on search reaches the site as an argument."""
EDITORS = "site_builder.editors"
"""The pages for editors show what `kb.editing` knows, and only they do."""


def modules() -> list[tuple[str, Path]]:
    """Return each module of the project with its file."""
    return [
        (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path)
        for package in ("kb", "site_builder")
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


def imports(path: Path) -> set[str]:
    """Return every module that a file imports while running, those inside functions too."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _running(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def _running(tree: ast.AST) -> list[ast.AST]:
    """Return all nodes but those under ``if TYPE_CHECKING``."""
    nodes = []
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        nodes += [child, *_running(child)]
    return nodes


def _within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def _line(module: str) -> int | None:
    for number, line in enumerate(LINES):
        if any(_within(module, prefix) for prefix in line):
            return number
    return None


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: str(value)[-40:])
def test_imports_flow_one_way(module: str, path: Path) -> None:
    """Every module has its place, and looks only upwards."""
    if module == "kb" or _within(module, "site_builder"):
        return
    own = _line(module)
    assert own is not None, f"{module} has no place in the import map"
    for imported in imports(path):
        other = _line(imported)
        assert other is None or other <= own, f"{module} imports {imported} from below it"


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: str(value)[-40:])
def test_each_library_has_one_door(module: str, path: Path) -> None:
    """A library is used through the modules that know it."""
    for imported in imports(path):
        owners = ALONE.get(imported.split(".")[0])
        if owners is not None:
            assert any(_within(module, owner) for owner in owners), f"{module}: {imported}"
        if _within(module, EDITORS) and _within(imported, "kb.editing"):
            continue
        if _within(module, "site_builder"):
            assert not any(_within(imported, name) for name in SITE_MAY_NOT), (
                f"{module} imports {imported}"
            )


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import kb", ("yaml", "pydantic", "markdown_it", "whoosh", "numpy", "click")),
        ("import kb.corpus", ("pydantic", "markdown_it", "whoosh", "numpy", "torch")),
        ("import kb.cli.main", ("pydantic", "markdown_it", "whoosh", "numpy", "torch", "jinja2")),
        ("import kb.search.open", ("pydantic", "markdown_it", "torch", "sentence_transformers")),
    ],
)
def test_importing_is_quick(statement: str, heavy: tuple[str, ...]) -> None:
    """Nothing heavy loads before it is needed."""
    command = f"{statement}; import sys; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert set(heavy) & set(done.stdout.split()) == set()
