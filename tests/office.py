"""Word files opened by LibreOffice, where it is; other machines skip, and say why."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages_of(files: Sequence[Path], work: Path) -> dict[str, int]:
    """Return for each Word file, by name, how many pages LibreOffice makes of it.

    All are opened by one call, since starting it takes the longest.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine: Word files are read by python-docx alone")
    command = [office, "--headless", f"-env:UserInstallation=file://{work}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(work), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {file.name: _count((work / file.name).with_suffix(".pdf")) for file in files}


def _count(pdf: Path) -> int:
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF")
    return len(_PAGE.findall(data))
