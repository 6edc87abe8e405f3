"""What is installed is listed with its hashes, and the lists follow from what the project asks."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import lock  # noqa: E402

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def entries(name: str) -> dict[str, str]:
    """Return each package of a list with its entry."""
    return dict(lock.split((ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")))


def named(requirements: list[str]) -> set[str]:
    """Return the packages that requirements name."""
    found = (re.match(r"[A-Za-z0-9._-]+", text) for text in requirements)
    return {re.sub(r"[._]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize("name", [*lock.SETS, "torch", "torch-cpu", "torch-cuda"])
def test_every_file_has_its_hash(name: str) -> None:
    """And no index is named."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    for package, entry in entries(name).items():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), package


@pytest.mark.parametrize("name", ["core", "site", "test"])
def test_a_list_has_what_the_project_asks_for(name: str) -> None:
    """In the releases of constraints.txt; if not, run tools/lock.py."""
    extras, more = lock.SETS[name]
    wanted = named(PROJECT["dependencies"]) | set(more)
    for extra in filter(None, (extras or "").split(",")):
        wanted |= named(EXTRAS[extra])
    found = entries(name)
    assert not wanted - found.keys(), "run tools/lock.py"
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    for package, version in re.findall(r"(?m)^([A-Za-z0-9._-]+)==(\S+)$", pins):
        entry = found.get(re.sub(r"[._]+", "-", package).lower(), "")
        assert not entry or re.match(rf"\S+=={re.escape(version)}(?:\s|$)", entry), package


def test_torch_stands_apart_with_the_hashes_of_several_builds() -> None:
    """The libraries for graphics cards too, which go with some builds alone."""
    for name in ("core", "site", "test"):
        assert not [package for package in entries(name) if lock._apart(package)]
    torch, cpu = entries("torch")["torch"], entries("torch-cpu")["torch"]
    assert torch.count("--hash=") > 10
    assert cpu == lock.cpu_build(torch)
    assert cpu.split()[0] == f"{torch.split()[0]}+cpu"
    assert all(lock._for_graphics(package) for package in entries("torch-cuda"))


def test_a_list_is_read_entry_by_entry() -> None:
    """Names are written in one way."""
    text = "# head\nA_b.c==1.0 \\\n    --hash=sha256:aa\nd==2 \\\n    --hash=sha256:bb"
    found = dict(lock.split(text))
    assert list(found) == ["a-b-c", "d"]
    assert found["d"].endswith("sha256:bb")
