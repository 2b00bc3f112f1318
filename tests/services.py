"""Real services for tests and benches: PostgreSQL, Redis and nginx of Debian's packages, each on a free port and in a folder of its own.

python -m tests.services     says which packages are missing, one a line
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from tests.test_server import _free_port

#: The packages, and the program by which each is known to be there.
PACKAGES = {"postgresql": "postgres", "redis-server": "redis-server", "nginx": "nginx"}


def program(name: str) -> Optional[str]:
    """Where a service's program is, PostgreSQL's versioned folders included."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*(str(place) for place in places), os.environ.get("PATH", ""), "/usr/sbin"]))


def missing() -> List[str]:
    """The packages whose programs are not there."""
    return [package for package, name in PACKAGES.items() if program(name) is None]


class Services:
    """PostgreSQL and Redis until the block is left; `environment` is what the server needs to use them."""

    def __enter__(self) -> "Services":
        self.folder = Path(tempfile.mkdtemp(prefix="knogletjek-services-"))
        self.processes: Dict[str, "subprocess.Popen[bytes]"] = {}
        self.postgres_port, self.redis_port = _free_port(), _free_port()
        self._prepare_postgres()
        self.start("postgres")
        self.start("redis")
        self._create_database()
        return self

    def __exit__(self, *_: Any) -> None:
        for name in list(self.processes):
            self.stop(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self) -> Dict[str, str]:
        return {
            "KNOGLETJEK_ENDPOINTS": "deploy/endpoints.yml",
            "KNOGLETJEK_POSTGRES_URL": f"postgresql://postgres@127.0.0.1:{self.postgres_port}/knogletjek",
            "KNOGLETJEK_REDIS_HOST": "127.0.0.1",
            "KNOGLETJEK_REDIS_PORT": str(self.redis_port),
        }

    def start(self, name: str) -> None:
        """Start one of the two, or start it again, and wait until it answers."""
        command = self._postgres() if name == "postgres" else self._redis()
        self.processes[name] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ready = self._postgres_ready if name == "postgres" else self._redis_ready
        for _ in range(150):
            if ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"{name} did not become ready")

    def stop(self, name: str, how: signal.Signals = signal.SIGINT) -> None:
        """Stop one of the two."""
        process = self.processes.pop(name)
        process.send_signal(how)
        process.wait(timeout=30)

    def restart(self, name: str, how: signal.Signals = signal.SIGINT, down: float = 1.0) -> None:
        """Stop one of the two, leave it down so many seconds, and start it again."""
        self.stop(name, how)
        time.sleep(down)
        self.start(name)

    # PostgreSQL refuses to run as root: then it is run as the user of its package.

    def _as_user(self, command: List[str]) -> List[str]:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if os.geteuid() == 0 else command

    def _prepare_postgres(self) -> None:
        self.folder.chmod(0o755)
        data = self.folder / "postgres"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(data, "postgres", "postgres")
        command = [str(program("initdb")), "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync"]
        subprocess.run(self._as_user(command), check=True, stdout=subprocess.DEVNULL)

    def _postgres(self) -> List[str]:
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={self.postgres_port}", "-c", "unix_socket_directories="]
        return self._as_user([str(program("postgres")), "-D", str(self.folder / "postgres"), *settings])

    def _redis(self) -> List[str]:
        return [
            str(program("redis-server")),
            "--port",
            str(self.redis_port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]

    def _postgres_ready(self) -> bool:
        return (
            subprocess.run(
                [str(program("pg_isready")), "-h", "127.0.0.1", "-p", str(self.postgres_port)], stdout=subprocess.DEVNULL
            ).returncode
            == 0
        )

    def _redis_ready(self) -> bool:
        import redis

        try:
            return bool(redis.Redis(port=self.redis_port).ping())
        except redis.ConnectionError:
            return False

    def _create_database(self) -> None:
        subprocess.run(
            [str(program("createdb")), "-h", "127.0.0.1", "-p", str(self.postgres_port), "-U", "postgres", "knogletjek"], check=True
        )


class Proxy:
    """nginx as deploy/nginx.conf has it, before processes on these ports, without TLS, until the block is left."""

    def __init__(self, folder: Path, ports: Sequence[int]) -> None:
        self.folder, self.port = folder, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "nginx.conf").write_text(self._configuration(ports), encoding="utf-8")

    def _configuration(self, ports: Sequence[int]) -> str:
        site = (Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        servers = iter(ports)
        site = re.sub(r"server 127\.0\.0\.1:\d+ ", lambda _: f"server 127.0.0.1:{next(servers)} ", site)
        site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{self.port};").replace("/var/log/nginx", str(self.folder))
        site = re.sub(r"^ *ssl_.*\n", "", site, flags=re.M)
        site = site[: site.index("# Nothing is served without TLS.")]
        return (
            f"daemon off; pid {self.folder}/nginx.pid; worker_processes 1; worker_rlimit_nofile 8192; "
            f"error_log {self.folder}/error.log crit;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{\n"
            f"client_body_temp_path {self.folder}/body; proxy_temp_path {self.folder}/proxy; "
            f"fastcgi_temp_path {self.folder}/f; uwsgi_temp_path {self.folder}/u; scgi_temp_path {self.folder}/s;\n{site}\n}}\n"
        )

    def __enter__(self) -> "Proxy":
        command = [str(program("nginx")), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            assert self.process.poll() is None, "nginx did not start"
            time.sleep(0.05)
        raise AssertionError("nginx did not start")

    def __exit__(self, *_: Any) -> None:
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


if __name__ == "__main__":
    print("\n".join(missing()))
