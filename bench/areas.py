"""The national site and ten local editions beside the national site alone, in processor seconds.

Run by `python -m bench.areas`. Each edition changes a field, adds to a stop, opens a stop and has
an option of its own. Measured twice: with nothing kept from before, and again at once. No search
index is made, which an edition needs like the national site.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

WORK = Path("build/bench/areas")
LONGEST = 3600
"""Seconds that a command may take."""
LOCAL = Path("areas/isle-of-wight/signposting/one-wight-health.md")
HUBS = "signposting/primary-care-training-hubs"
_WAS = (
    "Find the hub of your own health system on the national map of hub contacts, "
    "and ask what it has for you"
)
_OVERRIDE = """\
{page}:
  - field: how_to_start
    was: "{was}"
    now: "Ask the hub of {place}"
"""
_STOPS = """\
add:
  last-five-years:
    tasks: [{do: "Ask the hub what it has for GPs near retirement.", at: any time, ours: true}]
emphasis:
  partner: [last-five-years]
"""


def main() -> None:
    """Measure and print the ratios."""
    asked = argparse.ArgumentParser(description="Measure local editions beside the national site.")
    asked.add_argument("--editions", type=int, default=10)
    chosen = asked.parse_args()
    lay_out(WORK, chosen.editions)
    for what in ("nothing kept", "built before"):
        alone = spent("national", "build")
        together = spent("together", "build", "--all-areas")
        print(
            f"{what}: national {alone[0]:.1f} s ({alone[1]:.1f} s by the clock), with "
            f"{chosen.editions} editions {together[0]:.1f} s ({together[1]:.1f} s): "
            f"{together[0] / alone[0]:.2f} times as much",
            flush=True,
        )


def lay_out(work: Path, editions: int) -> None:
    """Make a folder for each measurement, with the content, the front end and the editions."""
    shutil.rmtree(work, ignore_errors=True)
    for name in ("national", "together"):
        (work / name / "build").mkdir(parents=True)
        (work / name / "content").symlink_to(Path("content").resolve())
        (work / name / "build/frontend").symlink_to(Path("build/frontend").resolve())
    option = LOCAL.read_text(encoding="utf-8")
    for area in sorted(Path("content/areas").glob("*.yaml"))[:editions]:
        write_edition(work / "together/areas" / f"of-{area.stem}", area.stem, option)


def write_edition(root: Path, area: str, option: str) -> None:
    """Write one edition, with a text of its own in each kind of file."""
    place = area.replace("-", " ").title()
    about = f'name: "{place}"\nabout: "For GPs in {place}."\ncontact: "hub@example.org"\n'
    own = option.replace("One Wight Health, the island's GP federation", f"Federation of {place}")
    own = own.replace("  - ", "  - Here with us, ", 6)
    for name, text in (
        ("area.yaml", f'{about}area: "{area}"\nfirst: [{HUBS}]\n'),
        ("overrides.yaml", _OVERRIDE.format(page=HUBS, was=_WAS, place=place)),
        ("stops.yaml", _STOPS),
        (f"signposting/federation-of-{area}.md", own),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def spent(folder: str, *command: str) -> tuple[float, float]:
    """Return the seconds of the processor and of the clock that a command takes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "kb.cli.main", *command],
        cwd=WORK / folder,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    if done.returncode:
        sys.exit(f"kb {' '.join(command)}: {done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.monotonic() - start


if __name__ == "__main__":
    main()
