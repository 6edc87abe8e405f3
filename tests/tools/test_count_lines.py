"""`tools/count_lines.py`: lines that hold something are counted, and no others."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools.count_lines import count, tracked


def test_lines_that_hold_something_are_counted(tmp_path: Path) -> None:
    """No empty lines, no comments, no other languages, nothing that Git does not keep."""
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "a.py").write_text("# why\n\nx = 1  # so\n    \ny = 2\n", encoding="utf-8")
    (tmp_path / "kb" / "b.js").write_text("// why\nlet x;\n", encoding="utf-8")
    (tmp_path / "kb" / "c.txt").write_text("words\n", encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True, timeout=60)
    (tmp_path / "kb" / "later.py").write_text("z = 3\n", encoding="utf-8")
    files = tracked(["kb"], tmp_path)
    assert [file.name for file in files] == ["a.py", "b.js", "c.txt"]
    assert count(files) == 3
