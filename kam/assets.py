"""Static files under names that carry their content's hash, collected only when something changed."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from foundation.ui import assets


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, with the bundles of our style sheets and scripts."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Adds the bundles before names are hashed."""
        for name, bundle in {} if dry_run else assets.BUNDLES.items():
            text = bundle(lambda path: Path(self.path(path)).read_text())
            Path(self.path(name)).write_text(text)
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def collect() -> bool:
    """Fill STATIC_ROOT when a source file changed since the last time; true when it did so."""
    target = Path(settings.STATIC_ROOT)
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark, wanted = target / ".sources", _fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(wanted)
    return True


def _fingerprint() -> str:
    """A hash of every source file's name, size and time, and of the code that processes them."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + Path(assets.__file__).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
