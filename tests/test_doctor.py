"""`python -m bot.doctor` finds what is wrong with an installation, one line a check, and says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, Tuple

import pytest

from tests.test_server import ROOT


def _doctor(folder: Path, **settings: str) -> Tuple[int, Dict[str, str]]:
    """(exit code, line by check)."""
    environment = {**os.environ, "KNOGLETJEK_DB": str(folder / "conversations.db"), **settings}
    done = subprocess.run([sys.executable, "-m", "bot.doctor"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, {line[12:22].strip(): line for line in done.stdout.splitlines()}


def test_a_sound_installation(tmp_path: Path) -> None:
    code, lines = _doctor(tmp_path)
    assert code == 0, lines
    assert len(lines) == 12 and all(line.startswith(("i orden", "ikke i brug")) for line in lines.values())


def test_an_unsound_one_is_told_check_by_check(tmp_path: Path) -> None:
    (tmp_path / "model.tar.gz").write_bytes(b"no archive")
    (tmp_path / "session.key").write_bytes(b"short")
    (tmp_path / "session.key").chmod(0o644)
    settings = {
        "MODEL": str(tmp_path / "model.tar.gz"),
        "PROFILE": "production",
        "HOSTS": "*",
        "REDIS_HOST": "localhost",
        "REDIS_PORT": "1",
    }
    code, lines = _doctor(tmp_path, **{f"KNOGLETJEK_{name}": value for name, value in settings.items()})
    wrong = {name for name, line in lines.items() if line.startswith("FEJL")}
    assert code == 1
    assert wrong == {"model", "secret", "private", "redis", "hosts", "proxy", "database", "deletion"}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])
def test_an_open_channel_for_all_to_reach(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import doctor, settings

    monkeypatch.setattr(settings, "HOST", host)
    assert doctor.rest().right is False
    monkeypatch.setattr(settings, "PROFILE", "production")
    assert doctor.rest().right is True
