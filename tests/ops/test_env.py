"""Settings from the environment are typed, and loud when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation import env
from foundation.env import EnvError


def test_unset_variable_without_default_is_named(monkeypatch):
    monkeypatch.delenv("KAM_X", raising=False)
    with pytest.raises(EnvError, match="KAM_X is not set"):
        env.text("KAM_X")


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("KAM_X", "  ")
    assert env.text("KAM_X", "default") == "default"


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_flag(monkeypatch, value, meant):
    monkeypatch.setenv("KAM_X", value)
    assert env.flag("KAM_X", default=not meant) is meant


def test_flag_that_is_neither_yes_nor_no(monkeypatch):
    monkeypatch.setenv("KAM_X", "maybe")
    with pytest.raises(EnvError, match="KAM_X must be 1 or 0, not 'maybe'"):
        env.flag("KAM_X", default=False)


@pytest.mark.parametrize("value", ["-1", "3.5", "ten", "11", "１", "9" * 400])
def test_number_out_of_range_or_shape(monkeypatch, value):
    monkeypatch.setenv("KAM_X", value)
    with pytest.raises(EnvError, match="KAM_X must be a whole number from 0 to 10"):
        env.number("KAM_X", 5, most=10)


def test_listing_drops_blanks(monkeypatch):
    monkeypatch.setenv("KAM_X", " a, ,b,")
    assert env.listing("KAM_X") == ["a", "b"]


@pytest.mark.parametrize("value", ["mysql://u:pw@h/db", "nonsense", "postgresql://u:pw@h:port/db"])
def test_url_of_another_kind_is_refused_without_showing_its_password(monkeypatch, value):
    monkeypatch.setenv("KAM_X", value)
    with pytest.raises(EnvError, match="KAM_X") as refused:
        env.url("KAM_X", "postgresql")
    assert "pw" not in str(refused.value)


def test_secret_is_made_once_and_kept_to_its_owner(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("KAM_X", raising=False)
    first = env.secret("KAM_X", tmp_path / "new" / "secret")
    assert len(first) >= 50
    assert env.secret("KAM_X", tmp_path / "new" / "secret") == first
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret"]


def test_secret_of_the_environment_wins(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("KAM_X", "given")
    assert env.secret("KAM_X", tmp_path / "secret") == "given"
    assert not (tmp_path / "secret").exists()


def test_version_is_the_newest_entry(tmp_path: Path):
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 1.2.3 – today\n\n## 1.2.2\n")
    assert env.version(tmp_path / "CHANGELOG.md") == "1.2.3"


def test_change_log_without_an_entry(tmp_path: Path):
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n")
    with pytest.raises(EnvError, match=r"CHANGELOG\.md"):
        env.version(tmp_path / "CHANGELOG.md")


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", "")),
        ("smtp+starttls://kam%40x:p%2Fw@mail.example", ("mail.example", 587, "kam@x", "p/w", "starttls")),
        ("smtps://kam:secret@mail.example:2465", ("mail.example", 2465, "kam", "secret", "tls")),
    ],
)
def test_a_mail_server(monkeypatch, typed, server):
    monkeypatch.setenv("EMAIL_URL", typed)
    assert env.mail("EMAIL_URL") == server


def test_no_mail_server_is_none(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "")
    assert env.mail("EMAIL_URL") is None


@pytest.mark.parametrize("typed", ["mail.example", "http://mail.example", "smtp://", "smtp://kam:secret@mail:x"])
def test_a_mail_server_that_cannot_be_is_refused_without_its_password(monkeypatch, typed):
    monkeypatch.setenv("EMAIL_URL", typed)
    with pytest.raises(env.EnvError) as refusal:
        env.mail("EMAIL_URL")
    assert "EMAIL_URL" in str(refusal.value)
    assert "secret" not in str(refusal.value)
