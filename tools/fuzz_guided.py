"""Runs a target of tests/fuzz under atheris, which is guided by the code that a text reaches.

    pip install atheris
    python tools/fuzz_guided.py markdown -max_total_time=600

What makes something fail is written into the folder by atheris; put it into tests/fuzz/corpus.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Run the target that the first argument names; the others are those of libFuzzer."""
    try:
        import atheris
    except ImportError:
        print("fuzz_guided.py: atheris is not installed (pip install atheris)", file=sys.stderr)
        return 1
    with atheris.instrument_imports(include=["kb", "site_builder"]):
        from tests.fuzz.targets import TARGETS
    kind = sys.argv[1] if len(sys.argv) > 1 else ""
    if kind not in TARGETS:
        print(f"fuzz_guided.py: name one of {', '.join(sorted(TARGETS))}", file=sys.stderr)
        return 2
    work = TARGETS[kind]

    def one(data: bytes) -> None:
        work(data.decode("utf-8", "ignore"))

    corpus = ROOT / "tests" / "fuzz" / "corpus" / kind
    work_dir = ROOT / "build" / "fuzz" / kind
    work_dir.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(work_dir), str(corpus)], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
