"""Settings from the environment: typed, and loud when they are wrong.

An empty variable counts as one that is not set, because that is how compose files and CI pass "nothing".
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

YES: Final = frozenset({"1", "true", "yes", "on"})
NO: Final = frozenset({"0", "false", "no", "off"})


class EnvError(ValueError):
    """A variable of the environment is missing or cannot be understood; the message names it."""


def text(name: str, default: str | None = None) -> str:
    """The variable as text without surrounding blanks. Raises EnvError when unset and without a default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise EnvError(f"{name} is not set.")
    return default


def flag(name: str, default: bool) -> bool:
    """The variable as yes or no. Raises EnvError for anything but 1/0, true/false, yes/no, on/off."""
    value = text(name, "").lower()
    if not value:
        return default
    if value not in YES | NO:
        raise EnvError(f"{name} must be 1 or 0, not {value!r}.")
    return value in YES


def number(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """The variable as a whole number from `least` to `most`. Raises EnvError otherwise."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise EnvError(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def listing(name: str, default: str = "") -> list[str]:
    """The variable as a list: parts between commas, blanks and empty parts dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def url(name: str, *schemes: str, default: str | None = None) -> SplitResult:
    """The variable as a URL of one of `schemes`. Raises EnvError otherwise; never shows a password."""
    try:
        parts = urlsplit(text(name, default))
        parts.port  # noqa: B018  (reading it is what checks it)
    except EnvError:
        raise
    except ValueError as error:
        raise EnvError(f"{name} is not a URL.") from error
    if parts.scheme not in schemes:
        raise EnvError(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return parts


class Mail(NamedTuple):
    """A mail server; `security` is "tls" from the first byte, "starttls", or "" for none."""

    host: str
    port: int
    user: str
    password: str
    security: str


_MAIL: Final = {"smtp": ("", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}


def mail(name: str) -> Mail | None:
    """The variable as a mail server, smtp://, smtp+starttls:// or smtps://user:password@host:port; None when unset.

    Raises EnvError otherwise; never shows a password.
    """
    if not text(name, ""):
        return None
    parts = url(name, *_MAIL)
    if not parts.hostname:
        raise EnvError(f"{name} names no host.")
    security, port = _MAIL[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mail(parts.hostname, parts.port or port, user, password, security)


def folder(name: str, default: Path) -> Path:
    """The variable as an absolute path, or `default`."""
    return Path(text(name, str(default))).expanduser().resolve()


def version(changelog: Path) -> str:
    """The version of the newest entry ("## 1.2.3 …") of a change log. Raises EnvError when there is none."""
    found = re.search(r"^## \[?(\d+\.\d+\.\d+)", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise EnvError(f"{changelog.name} has no entry that begins with '## 1.2.3'.")
    return found[1]


def secret(name: str, keep_in: Path) -> str:
    """The variable, or a random secret made once and kept in `keep_in`, readable by its owner only."""
    if value := text(name, ""):
        return value
    keep_in.parent.mkdir(parents=True, exist_ok=True)
    draft = keep_in.with_name(f".{keep_in.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, keep_in)  # fails when another process was first: then its secret is the one to use
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return keep_in.read_text(encoding="ascii").strip()
