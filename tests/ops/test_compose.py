"""docker-compose.yml and Dockerfile keep their promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "scheduler"]


def test_all_parts_are_there():
    assert {"postgres", "redis", *OURS} == SERVICES.keys()


def test_one_image_for_all_of_ours():
    assert {SERVICES[name]["image"] for name in OURS} == {"kam"}


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "scheduler"])
def test_health_is_checked(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_the_queue_survives_a_crash():
    command = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]


@pytest.mark.parametrize("name", ["web", "worker", "scheduler"])
def test_nothing_of_ours_starts_before_the_migrations(name):
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_the_databases_are_not_published():
    assert "ports" not in SERVICES["postgres"]
    assert "ports" not in SERVICES["redis"]
    assert SERVICES["web"]["ports"] == ["${KAM_PUBLISH:-127.0.0.1:8000}:8000"]


@pytest.mark.parametrize("name", ["POSTGRES_PASSWORD", "KAM_SECRET_KEY", "KAM_URL"])
def test_secrets_have_no_default(name):
    text = (PROJECT / "docker-compose.yml").read_text()
    uses = re.findall(rf"\$\{{{name}(:.)", text)
    assert uses
    assert set(uses) == {":?"}


def test_the_image_does_not_run_as_root():
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    assert "USER kam" in lines
    assert lines.index("USER kam") < next(i for i, line in enumerate(lines) if line.startswith("COPY"))
