"""Fault 1: every usual encoding is found out. Fault 2: what is none of them is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import Account
from integrations.importing.encodings import detect

CHINESE = "客户名称,电话\n北京钢铁集团,010\n上海恒川镕科技,021\n"
WESTERN = "name;city\nMüller & Söhne;Köln\nSociété Générale;Orléans\nL'Été;São Paulo\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_chinese_arrives_unharmed_in_every_encoding(codec, load) -> None:
    assert load("accounts", CHINESE.encode(codec)).counts == (2, 0, 0)
    assert set(Account.objects.values_list("name", flat=True)) == {"北京钢铁集团", "上海恒川镕科技"}


@pytest.mark.parametrize("codec", ["utf-8", "latin-1", "cp1252", "utf-16"])
def test_accents_arrive_unharmed_in_every_encoding(codec, load) -> None:
    assert load("accounts", WESTERN.encode(codec)).counts == (3, 0, 0)
    assert Account.objects.filter(name="Société Générale").exists()


def test_the_report_names_the_encoding(load) -> None:
    assert load("accounts", CHINESE.encode("gb18030")).report["encoding"] == "GB18030"


@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\x81", b"\xc3\x28", b"\xed\xa0\x80"])
def test_a_byte_of_no_encoding_is_told_by_its_line_and_nothing_is_saved(bad, load) -> None:
    outcome = load("accounts", b"name,phone\nAcme,1\nBad" + bad + b"Name,2\nGood,3\n")
    assert (outcome.refused, outcome.problems) == (True, [(3, "")])
    assert not Account.objects.exists()


def test_partial_saves_nothing_of_a_file_that_cannot_be_read(load) -> None:
    assert load("accounts", CHINESE.encode() + b"\xff,1\n", "--partial").refused
    assert not Account.objects.exists()


def test_one_bad_byte_in_chinese_utf8_is_no_other_encoding(load) -> None:
    assert load("accounts", CHINESE.encode() + b"\xff,1\n").problems == [(4, "")]


def test_one_bad_byte_in_gb18030_is_told_by_its_line(load) -> None:
    rows = "".join(f"北京钢铁集团{number},010\n" for number in range(20))
    outcome = load("accounts", f"客户名称,电话\n{rows}".encode("gb18030") + b"\x80x,1\n")
    assert (outcome.report["encoding"], outcome.problems) == ("GB18030", [(22, "")])


def test_an_encoding_can_be_named(load) -> None:
    assert load("accounts", "name\nŁódź\n".encode("iso-8859-2"), "--encoding", "iso-8859-2").counts == (1, 0, 0)
    assert Account.objects.get().name == "Łódź"


def test_an_encoding_there_is_not_is_refused(load) -> None:
    assert "no encoding called klingon" in load("accounts", "name\nx\n", "--encoding", "klingon").error


def test_a_character_torn_by_the_end_of_a_piece_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * ((1 << 20) - 1) + "钢".encode() + b"\n")
    assert not detect(path).bad_lines


def test_what_only_begins_like_a_workbook_cannot_be_read(load) -> None:
    assert "cannot be read" in load("accounts", b"PK\x03\x04" + b"\0" * 60).messages
