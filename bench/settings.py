"""The product's settings with the floor's address added."""

from kam.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
