from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    """Files go where the test alone sees them."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT
