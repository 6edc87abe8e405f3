"""What a template was compiled to is found again, by the same program and from the same text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from site_builder.render import compiled as module
from site_builder.render.compiled import Compiled

TEXT = "Well, {{ name }}."


def rendered(folder: Path, text: str = TEXT) -> tuple[str, int]:
    """Render a template as a new process would; return it and how often it was compiled."""
    counted: list[str] = []

    class Counting(Environment):
        def _generate(self, *given: object, **options: object) -> str:
            counted.append("compiled")
            return super()._generate(*given, **options)  # type: ignore[arg-type]

    environment = Counting(
        loader=DictLoader({"one.jinja": text}), bytecode_cache=Compiled(folder), autoescape=True
    )
    return environment.get_template("one.jinja").render(name="Ely"), len(counted)


@pytest.fixture(autouse=True)
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    """Another text is compiled anew, and takes the place of the first."""
    assert rendered(tmp_path / "kept") == ("Well, Ely.", 1)
    assert rendered(tmp_path / "kept") == ("Well, Ely.", 0)
    assert rendered(tmp_path / "kept", f"{TEXT}!") == ("Well, Ely.!", 1)
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_another_program_compiles_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters of ours may be worked out while a template is compiled."""
    rendered(tmp_path)
    monkeypatch.setattr(module, "code_version", lambda *_: "another")
    assert rendered(tmp_path) == ("Well, Ely.", 1)
    monkeypatch.setattr(module, "version", lambda _: "9.9")
    assert rendered(tmp_path) == ("Well, Ely.", 1)


@pytest.mark.parametrize("at", [0, 40, -1])
def test_a_damaged_file_is_passed_over(tmp_path: Path, at: int) -> None:
    """It is compiled again, and the file is whole again."""
    rendered(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[at] ^= 1
    for content in (bytes(damaged), whole[:at], b""):
        file.write_bytes(content)
        assert rendered(tmp_path) == ("Well, Ely.", 1)
    assert rendered(tmp_path) == ("Well, Ely.", 0)


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where nothing can be written, which is no fault."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(tmp_path / "kept") == ("Well, Ely.", 1)
    assert not (tmp_path / "kept").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert rendered(tmp_path / "file") == ("Well, Ely.", 1)
