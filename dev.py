"""Set-up, site and tests from one command on a fresh machine; the standard library only.

``python3 dev.py site`` and ``python3 dev.py test`` are all the set-up there is (``make site``
and ``make test`` call them). What is installed is listed in ``locks/`` with the hash of each file;
a second run finds it in place and takes seconds.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = ROOT / "locks"
"""What is installed, each file with its hash; made by tools/lock.py."""
LISTS = {"": "core", "semantic,editing": "site", "semantic,editing,test": "test"}
"""The list of each set of extras."""
HASHED = ("--require-hashes", "--no-deps")
ASKED_SECONDS = 120
TORCH_SECONDS = 3600
PART_SECONDS = 4 * 3600
"""How long one part of the tests may take."""
BROWSER_SECONDS = 1800
"""How long the package manager may take."""
OLDEST_PYTHON = (3, 11)
DISK_NEEDED = 3 * 2**30
"""Bytes: torch and the model take half of it."""
BROWSER_PACKAGES = ("chromium", "fonts-liberation")
"""Debian's names; without the fonts Arial is replaced by a wider face and pages reflow."""


MOST_JOBS = 2
"""Parts of the tests at a time: more need the memory of several browsers and models."""
TEST_PARTS = (
    ("tests/content/test_search_quality.py",),
    ("tests/browser/test_search.py", "tests/browser/test_tools.py", "tests/browser/test_plan.py"),
    ("tests/content",),
    ("tests/browser",),
    ("tests/parity", "tests/kb/browser"),
    ("tests/site_builder",),
    ("tests/kb/cli",),
    ("tests/kb/content",),
    ("tests/kb/editing", "tests/tools"),
    ("tests/kb/search", "tests/kb/index", "tests/kb/evaluation"),
)
"""Tests that run in a process of their own."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Where each part has a core: a second thread of torch or numpy would only wait for its turn, and
takes as much processor time waiting as the first takes working."""
NO_TESTS = ("tests/fixtures", "tests/golden")


def stop(message: str) -> None:
    """End with one clear line."""
    sys.exit(f"dev.py: {message}")


def number(name: str, given: Sequence[str]) -> int:
    """Return the number that an option or a target was given; stop if it is none from 1 on."""
    text = given[0] if given else ""
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        stop(f'{name}: found "{text}"; allowed a whole number from 1 on, as {name} 2')
    return int(text)


def say(message: str) -> None:
    """Say what is being done, before its output."""
    print(f"== {message}", flush=True)


def run(*command: str | Path, **environment: str) -> None:
    """Run a command in the project's folder; stop with its exit code if it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


def install(extras: str) -> None:
    """Make the virtual environment and install the project with `extras`, unless it is done."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        stop(f"Python {wanted} or newer is needed, this is {sys.version.split()[0]}")
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        if "semantic" in extras and shutil.disk_usage(ROOT).free < DISK_NEEDED:
            stop(f"{DISK_NEEDED // 2**30} GB of free disk are needed")
        say("Making the virtual environment .venv")
        venv.create(VENV, with_pip=True)
    name = LISTS[extras]
    files = [ROOT / "pyproject.toml", *sorted(LOCKS.glob("*.txt"))]
    state = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = VENV / f"installed-{name}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    say(f"Installing the project with {extras or 'its core'} (a few minutes the first time)")
    pip = (BIN / "python", "-m", "pip", "--disable-pip-version-check", "install", "-qq")
    run(*pip, *HASHED, "--requirement", LOCKS / f"{name}.txt")
    if "semantic" in extras:
        install_torch(pip)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(state, encoding="utf-8")


def install_torch(pip: tuple[str | Path, ...]) -> None:
    """Install torch, unless the machine was given one of the right release already.

    The libraries for graphics cards follow if the build that came asks for them.
    """
    wanted = re.search(r"(?m)^torch==([\d.]+)", (LOCKS / "torch.txt").read_text(encoding="utf-8"))
    if wanted is None:
        stop("locks/torch.txt names no torch; run tools/lock.py")
    elif not asked(f"m.version('torch').split('+')[0] == '{wanted[1]}'") and not offered(pip):
        run(*pip, *HASHED, "--requirement", LOCKS / "torch.txt")
    if asked(
        "any(r.startswith(('nvidia-', 'cuda-', 'triton')) for r in m.requires('torch') or ())"
    ):
        run(*pip, *HASHED, "--requirement", LOCKS / "torch-cuda.txt")


def offered(pip: tuple[str | Path, ...]) -> bool:
    """Whether the machine offers the build without graphics cards, which is then installed."""
    command = [*pip, *HASHED, "--requirement", LOCKS / "torch-cpu.txt"]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=TORCH_SECONDS,
    )
    return done.returncode == 0


def asked(question: str) -> bool:
    """Whether something holds of what the virtual environment has (`m` is its metadata)."""
    code = f"import importlib.metadata as m, sys; sys.exit(not ({question}))"
    done = subprocess.run(
        [BIN / "python", "-c", code], stderr=subprocess.DEVNULL, check=False, timeout=ASKED_SECONDS
    )
    return done.returncode == 0


def front_end() -> None:
    """Fetch the pinned front end from its package and make the site's copy of it."""
    run(BIN / "python", "tools/frontend.py")


def browser() -> None:
    """Install a headless browser where that can be done without asking anyone."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium"):
        return
    apt = shutil.which("apt-get")
    if not apt or not hasattr(os, "geteuid") or os.geteuid() != 0:
        say("No Chromium: browser tests will be skipped (set CHROMIUM, or install chromium)")
        return
    say("Installing Chromium for the browser tests")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        (apt, "update", "-qq"),
        (apt, "install", "-y", "-qq", "--no-install-recommends", *BROWSER_PACKAGES),
    ):
        done = subprocess.run(
            command,
            env={**os.environ, **quiet},
            stdout=subprocess.DEVNULL,
            check=False,
            timeout=BROWSER_SECONDS,
        )
        if done.returncode:
            say("Chromium could not be installed: browser tests will be skipped")
            return


def kb(*arguments: str) -> None:
    """Run a command of the project."""
    run(BIN / "kb", *arguments)


def setup() -> None:
    """Install everything for building and testing."""
    install("semantic,editing,test")
    front_end()
    browser()


def site() -> None:
    """Check, index and build the site, then serve it (``--no-serve`` builds only)."""
    install("semantic,editing")
    front_end()
    kb("check")
    kb("index")
    kb("run", "--queries", "eval/queries.yaml", "--output", "build/runs/hybrid.run")
    kb("build")
    if "--no-serve" in sys.argv:
        say("The site is in build/site: open build/site/index.html")
        return
    kb("serve")


def test() -> None:
    """Lint, type-check and test."""
    jobs = min(MOST_JOBS, os.cpu_count() or 1)
    if "--jobs" in sys.argv:
        jobs = number("--jobs", sys.argv[sys.argv.index("--jobs") + 1 :])
    setup()
    lint()
    say(f"Testing, {jobs} parts at a time")
    if not run_tests(test_parts(), jobs):
        sys.exit(1)


def test_parts() -> list[tuple[str, ...]]:
    """Return the tests in parts that can run side by side, the longest first.

    Each builds and indexes for itself, and leaves out what stands in another by name. What is named
    in no part of `TEST_PARTS` makes the last.
    """
    named = {name for part in TEST_PARTS for name in part}
    rest: list[str] = []
    for folder in ("tests", "tests/kb"):
        for path in sorted((ROOT / folder).iterdir()):
            name = f"{folder}/{path.name}"
            is_test = path.name.startswith("test_") or (path.is_dir() and path.name[0] not in "._")
            if is_test and name != "tests/kb" and name not in named and name not in NO_TESTS:
                rest.append(name)
    return [*TEST_PARTS, tuple(rest)]


def run_tests(parts: Sequence[tuple[str, ...]], jobs: int) -> bool:
    """Run parts of the tests, so many at a time; return whether all went well.

    What a part prints is shown when it has ended, so that it stays together.
    """

    def one(part: tuple[str, ...]) -> tuple[tuple[str, ...], subprocess.CompletedProcess[str]]:
        named = (name for other in parts if other != part for name in other)
        above = tuple(f"{name}/" for name in part)
        others = [f"--ignore={name}" for name in named if name.startswith(above)]
        command = [str(BIN / "python"), "-m", "pytest", "-q", *part, *others]
        return part, subprocess.run(
            command,
            cwd=ROOT,
            env={**(ONE_THREAD if jobs > 1 else {}), **os.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PART_SECONDS,
        )

    good = True
    summaries: list[str] = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for done in as_completed([pool.submit(one, part) for part in parts]):
            part, outcome = done.result()
            say(" ".join(part))
            print(outcome.stdout, flush=True)
            good = good and outcome.returncode == 0
            summaries.append(outcome.stdout.rstrip().rpartition("\n")[2])
    print(whole_summary(summaries), flush=True)
    return good


def whole_summary(summaries: Sequence[str]) -> str:
    """Return the last lines of the test runner in parts as one of the whole, in its own form.

    The seconds are those of all processes together.
    """
    counts: dict[str, int] = {}
    for number, what in re.findall(r"(\d+) (\w+)(?:,| in )", "\n".join(summaries)):
        kind = what.removesuffix("s") if what in ("errors", "warnings") else what
        counts[kind] = counts.get(kind, 0) + int(number)
    order = sorted(counts, key=lambda kind: (kind not in ("failed", "error"), kind))
    told = ", ".join(
        f"{counts[kind]} {kind}{'s' * (kind in ('error', 'warning') and counts[kind] > 1)}"
        for kind in order
    )
    seconds = sum(float(found) for found in re.findall(r" in ([\d.]+)s", "\n".join(summaries)))
    return f"==== {told or 'no tests ran'} in {seconds:.2f}s ===="


def lint() -> None:
    """Run ruff, mypy and the type checker of the scripts."""
    install("semantic,editing,test")
    say("Linting and type-checking")
    run(BIN / "ruff", "check", ".")
    run(BIN / "ruff", "format", "--check", ".")
    run(BIN / "mypy")
    check_scripts()


def check_scripts() -> None:
    """Check the types of the site's scripts with TypeScript, where there is npm."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        say("Not checking the types of the scripts: there is no npm here")
        return
    say("Checking the types of the scripts")
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.is_file():
        run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    run(node, compiler, "--project", "tsconfig.json")


def format_() -> None:
    """Format the code."""
    install("semantic,editing,test")
    run(BIN / "ruff", "format", ".")
    run(BIN / "ruff", "check", "--fix", ".")


def check() -> None:
    """Check the content; needs no model (options go to kb check)."""
    install("")
    kb("check", *sys.argv[2:])


def evaluate() -> None:
    """Measure the search on example questions and judged queries."""
    install("semantic,editing")
    kb("index")
    kb("evaluate")


def quality() -> None:
    """Measure the quality of the search beside plain engines."""
    setup()
    kb("index")
    run(BIN / "python", "-m", "bench.quality", *sys.argv[2:])


def bench() -> None:
    """Measure builds and search beside others."""
    parts = {"search": "bench.run", "builds": "bench.build"}
    part, *given = sys.argv[2:] or [""]
    if part and part not in parts:
        sys.exit(
            f'bench: found "{part}"; allowed search or builds, with arguments of that part behind '
            "it, or nothing for both"
        )
    setup()
    for module in [parts[part]] if part else parts.values():
        run(BIN / "python", "-m", module, *given)


def bench_scale() -> None:
    """Measure how each step of the work grows with the content."""
    setup()
    run(BIN / "python", "-m", "bench.scale", *sys.argv[2:])


def hosted() -> None:
    """Install what the hosted search needs, with a PostgreSQL server for tests."""
    run(
        *(BIN / "python", "-m", "pip", "--disable-pip-version-check", "install", "-qq"),
        *(*HASHED, "--requirement", LOCKS / "hosted.txt"),
    )


def test_scale() -> None:
    """Compare PostgreSQL with the index of one machine, and break servers (minutes)."""
    setup()
    hosted()
    kb("index")
    run(BIN / "python", "-m", "pytest", "tests/scale", "-q", "--timeout=600", KB_SCALE="1")


def scale_demo() -> None:
    """Show many editions on PostgreSQL, with an edit and a failover."""
    setup()
    hosted()
    run(BIN / "python", "-m", "bench.demo", *sys.argv[2:])


def bench_scale_hosted() -> None:
    """Measure the hosted search (--documents sets at how many)."""
    setup()
    hosted()
    run(BIN / "python", "-m", "bench.hosted", *sys.argv[2:])


def check_site() -> None:
    """Look at every page of the built site in a real browser; check HTML and links."""
    setup()
    kb("index")
    kb("build")
    run(BIN / "python", "tools/check_site.py", "build/site")


def fuzz() -> None:
    """Try thousands of hostile texts of every kind (a number sets how many)."""
    count = number("fuzz", sys.argv[2:] or ["2000"])
    setup()
    run(BIN / "python", "-m", "pytest", "tests/fuzz", "-q", "--timeout=0", KB_FUZZ=str(count))


def faults() -> None:
    """Stop every writing command at 200 moments (a number sets how many)."""
    count = number("faults", sys.argv[2:] or ["200"])
    setup()
    run(BIN / "python", "-m", "pytest", "tests/faults", "-q", "--timeout=0", KB_FAULTS=str(count))


def train() -> None:
    """Make the general query encoder again from WordNet (Debian's wordnet-base)."""
    install("semantic,editing")
    run(BIN / "python", "tools/train_general.py")


def clean() -> None:
    """Remove what was built."""
    shutil.rmtree(ROOT / "build", ignore_errors=True)


def help_() -> None:
    """List the targets."""
    for name, target in TARGETS.items():
        print(f"{name:18} {(target.__doc__ or '').splitlines()[0]}")


TARGETS: dict[str, Callable[[], None]] = {
    "help": help_,
    "setup": setup,
    "site": site,
    "test": test,
    "lint": lint,
    "format": format_,
    "check": check,
    "evaluate": evaluate,
    "quality": quality,
    "bench": bench,
    "bench-scale": bench_scale,
    "test-scale": test_scale,
    "scale-demo": scale_demo,
    "bench-scale-hosted": bench_scale_hosted,
    "check-site": check_site,
    "fuzz": fuzz,
    "faults": faults,
    "train": train,
    "clean": clean,
}


def main() -> None:
    """Run the target named on the command line."""
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if name not in TARGETS:
        stop(f'there is no target "{name}"; the targets are {", ".join(TARGETS)}')
    try:
        TARGETS[name]()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
