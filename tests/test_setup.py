"""The set-up fails with one clear sentence where it cannot work: in a copy of the scripts, with a PATH of our own."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict

import pytest

from tests.conftest import ROOT

TOOLS = ("bash", "cat", "sha256sum", "cut", "grep", "df", "awk", "dirname", "rm", "env", "printf")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout without an environment, and a folder `bin` with the few tools that every Debian has."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", tmp_path / "scripts/setup.sh")
    for name in ("requirements.txt", "requirements-uv.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def _tool(copy: Path, name: str, script: str) -> None:
    path = copy / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
    path.chmod(0o755)


def _run(copy: Path) -> "subprocess.CompletedProcess[str]":
    environment: Dict[str, str] = {"PATH": str(copy / "bin"), "HOME": str(copy)}
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, "scripts/setup.sh", "requirements.txt"], cwd=copy, env=environment, capture_output=True, text=True, timeout=60)


def _one_sentence(run: "subprocess.CompletedProcess[str]", words: str) -> None:
    assert run.returncode == 1, run
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1 and words in lines[0], run.stderr


def test_without_python_310(copy: Path) -> None:
    _one_sentence(_run(copy), "Python 3.10 mangler")


def test_another_python_is_not_taken(copy: Path) -> None:
    _tool(copy, "python3", "exit 1")
    _one_sentence(_run(copy), "Python 3.10 mangler")


def test_with_a_full_disk(copy: Path) -> None:
    _tool(copy, "df", "echo 'Filesystem 1048576-blocks Used Available Capacity Mounted'; echo '/dev/x 100 88 12 88% /'")
    _one_sentence(_run(copy), "12 MB ledig plads")


def test_a_python_that_fits_is_used_and_asks_nothing(copy: Path) -> None:
    """The environment is made with it; here the packages cannot be fetched, and that is one sentence too."""
    mkdir, link = shutil.which("mkdir"), shutil.which("ln")
    makes = f'if [ "$2" = venv ]; then {mkdir} -p "$3/bin" && {link} -s "$0" "$3/bin/python"; else exit 1; fi'
    _tool(copy, "python3.10", f'case "$1" in -c) exit 0;; -m) {makes};; esac')
    run = _run(copy)
    assert "Laver et Python-miljø" in run.stdout
    _one_sentence(run, "pakkerne kunne ikke hentes")


def test_a_model_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that takes no files (a full disk answers the same way) is one sentence from the build."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = (
        "import sys, errno, bot.build as build\n"
        "def full(*_): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "build.is_current = lambda: False\n"
        "build.build = full\n"
        "sys.exit(build.main())"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    _one_sentence(run, "Er disken fuld?")
