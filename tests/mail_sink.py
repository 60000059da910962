"""A mail server of a dozen words: takes mails on a free port of the loopback and keeps them."""

from __future__ import annotations

import enum
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage


class Moment(enum.Enum):
    """Where a mail server may be waited for in vain."""

    GREETING = "before it says hello"
    DATA = "while it is sent the mail"
    TAKEN = "after it has taken the mail, before it says so"


class Sink(socketserver.ThreadingTCPServer):
    """`mails` in the order in which they came; `refuses` answers every recipient with 550.

    `hangs_at`: there the first one who comes is answered no more, and `hangs` is set.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, refuses: bool = False, hangs_at: Moment | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[EmailMessage] = []
        self.refuses, self.hangs_at, self.hangs = refuses, hangs_at, threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self._hang(Moment.GREETING)
        self._say("220 sink")
        while line := self.rfile.readline().strip().upper():
            if line == b"QUIT":
                self._say("221 bye")
                return
            if line == b"DATA":
                self._take()
            elif line.startswith(b"RCPT") and self.server.refuses:
                self._say("550 nobody here")
            else:
                self._say("250 sink")

    def _take(self) -> None:
        self._say("354 go on")
        self._hang(Moment.DATA)
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
        self._hang(Moment.TAKEN)
        self._say("250 taken")

    def _hang(self, here: Moment) -> None:
        """Reads on until the other side is gone."""
        if self.server.hangs_at is here and not self.server.hangs.is_set():
            self.server.hangs.set()
            self.rfile.read()

    def _say(self, text: str) -> None:
        with suppress(OSError):  # whoever was killed hears no answer
            self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_sink(*, refuses: bool = False, hangs_at: Moment | None = None) -> Iterator[Sink]:
    with Sink(refuses=refuses, hangs_at=hangs_at) as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
