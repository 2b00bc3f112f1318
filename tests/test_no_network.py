"""No request ever leaves the machine: a screening in a process that has no network, and that is watched for trying."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import List

import pytest

from tests.test_server import ROOT


def _without_network() -> List[str]:
    """The command that takes the network away, or nothing where that is not allowed."""
    unshare = [str(shutil.which("unshare")), "--net", *(["--map-root-user"] if os.geteuid() else [])]
    allowed = shutil.which("unshare") and subprocess.run([*unshare, "true"], capture_output=True).returncode == 0
    return unshare if allowed else []


def test_a_screening_needs_no_network_and_tries_none() -> None:
    done = subprocess.run(
        [*_without_network(), sys.executable, "-m", "tests.offline"], cwd=ROOT, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert done.stdout.strip().splitlines()[-1] == "result"


def test_the_network_is_really_taken_away() -> None:
    if not _without_network():
        pytest.skip("this machine lets nobody take a process's network away; the screening above was watched only")
    script = "import socket; s = socket.socket(); s.settimeout(2); print(s.connect_ex(('192.0.2.1', 80)))"
    done = subprocess.run([*_without_network(), sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert int(done.stdout) != 0


def test_a_try_is_noticed() -> None:
    script = (
        "import sys, socket, tests.offline as o; sys.addaudithook(o._watch); s = socket.socket(); s.settimeout(0.1)\n"
        "try: s.connect(('192.0.2.1', 80))\nexcept OSError: pass\nprint(*o.tried)"
    )
    done = subprocess.run([*_without_network(), sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "socket.connect 192.0.2.1"
