"""A disk without room is said before anything is written to it."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from kam import health, preflight

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 3 * 2**20))


def test_start_on_a_full_disk(full_disk, tmp_path):
    with pytest.raises(preflight.CannotStartError, match="Only 3 MB are free in"):
        preflight.data_folder(tmp_path)


def test_full_disk_shows_in_readyz(full_disk):
    assert health.disk() == "only 3 MB free in the data folder"
