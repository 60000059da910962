"""The connection between a phone and the server: a test can cut it, lose its answers or break off in them."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

CHUNK = 65536


class Wire:
    def __init__(self, server_url: str) -> None:
        server = urlsplit(server_url)
        self._server = (server.hostname, server.port)
        self._gate = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self.is_cut = False
        self.turned_away = threading.Semaphore(0)
        self.loses_answers = False
        self.has_lost_one = threading.Event()
        self.breaks_off_after: int | None = None
        self.broken_off = threading.Semaphore(0)
        self.url = f"http://localhost:{self._gate.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From now on nobody is there."""
        self.is_cut = True
        self._hang_up(*tuple(self._open))

    def mend(self) -> None:
        self.is_cut = self.loses_answers = False

    def close(self) -> None:
        self.cut()
        self._gate.close()

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._gate.accept()
            except OSError:
                return
            if self.is_cut:
                phone.close()
                self.turned_away.release()
                continue
            server = socket.create_connection(self._server)
            self._open |= {phone, server}
            if self.is_cut:
                self._hang_up(phone, server)
            posted = threading.Event()
            for pump in (self._ask, self._answer):
                threading.Thread(target=pump, args=(phone, server, posted), daemon=True).start()

    def _ask(self, phone: socket.socket, server: socket.socket, posted: threading.Event) -> None:
        for data in _read(phone):
            if data.startswith(b"POST"):
                posted.set()
            if not _write(server, data):
                break
        self._hang_up(phone, server)

    def _answer(self, phone: socket.socket, server: socket.socket, posted: threading.Event) -> None:
        passed = 0
        for data in _read(server):
            if self.loses_answers and posted.is_set():
                # The server has done its work and says so; nobody hears it.
                self.has_lost_one.set()
                break
            if self.breaks_off_after is not None:
                part = data[: self.breaks_off_after - passed]
                passed += len(part)
            else:
                part = data
            if not _write(phone, part):
                break
            if passed == self.breaks_off_after:
                self.broken_off.release()
                break
        self._hang_up(phone, server)

    def _hang_up(self, *ends: socket.socket) -> None:
        for end in ends:
            self._open.discard(end)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _read(end: socket.socket):
    while True:
        try:
            data = end.recv(CHUNK)
        except OSError:
            return
        if not data:
            return
        yield data


def _write(end: socket.socket, data: bytes) -> bool:
    try:
        end.sendall(data)
    except OSError:
        return False
    return True
