"""Web processes stay small: nothing that pages import loads numpy."""

from __future__ import annotations

import subprocess
import sys

ASK = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
sys.exit(any(name in sys.modules for name in ("numpy", "scipy")))
"""


def test_pages_do_not_load_numpy():
    assert subprocess.run([sys.executable, "-c", ASK], check=False, timeout=120).returncode == 0
