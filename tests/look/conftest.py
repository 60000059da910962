from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast


@pytest.fixture
def guide(transactional_db: None, cast: Cast, new_page: Callable[..., Any]) -> Callable[..., Any]:
    """`guide(width=360)`: the style guide, opened by an administrator."""

    def _open(width: int = 1440, height: int = 900, query: str = "", **options: Any) -> Any:
        page = new_page(cast.admin, width=width, height=height, **options)
        page.goto(f"/styleguide/{query}")
        return page

    return _open
