"""Files without a row are put aside, not deleted; none of them where they are too many to be left over."""

from __future__ import annotations

import datetime as dt
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account
from dossier import services
from dossier.models import Attachment
from dossier.services import clearing
from tests.dossier.papers import PDF, picture

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def paper(account: Account, content: bytes = PDF, name: str = "offer.pdf") -> Attachment:
    file = SimpleUploadedFile(name, content)
    return services.attachment_add(actor=account.owner, account=account, file=file)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def age(folder: Path, days: int = 2) -> None:
    for path in files(folder):
        os.utime(path, (0, (timezone.now() - days * DAY).timestamp()))


@pytest.fixture
def left_over(account: Account, folder: Path) -> Path:
    """A picture whose transaction was taken back, beside a paper that is kept."""
    paper(account)
    with transaction.atomic():
        row = paper(account, picture(), "x.png")
        row.preview.delete(save=False)
        transaction.set_rollback(True)
    return folder / row.file.name


def test_what_no_row_refers_to_is_put_aside_once_it_is_old(left_over: Path, folder: Path) -> None:
    assert services.attachments_clear() == 0
    age(folder)
    assert services.attachments_clear() == 1
    assert sorted(path.parts[len(folder.parts)] for path in files(folder)) == ["attachments", "cleared"]
    assert services.attachments_clear() == 0


def test_it_is_deleted_a_month_later(left_over: Path, folder: Path) -> None:
    age(folder)
    services.attachments_clear()
    services.attachments_clear(timezone.now() + 29 * DAY)
    assert len(files(folder)) == 2
    services.attachments_clear(timezone.now() + 31 * DAY)
    assert [path.parts[len(folder.parts)] for path in files(folder)] == ["attachments"]


def test_it_comes_back_when_a_row_refers_to_it_again(account: Account, left_over: Path, folder: Path) -> None:
    age(folder)
    services.attachments_clear()
    name = str(left_over.relative_to(folder))
    Attachment.objects.create(account=account, name="x.png", kind="png", size=1, digest="x", file=name)
    services.attachments_clear(timezone.now() + 31 * DAY)
    assert left_over.exists()


@pytest.mark.parametrize(("strange", "cleared"), [(100, 100), (101, 0)])
def test_an_older_database_clears_no_newer_files(
    account: Account, folder: Path, caplog: Any, strange: int, cleared: int
) -> None:
    paper(account)
    (folder / "attachments/zz").mkdir()
    for number in range(strange):
        (folder / f"attachments/zz/{number}.pdf").write_bytes(b"x")
    age(folder)
    with caplog.at_level(logging.ERROR):
        assert services.attachments_clear() == cleared
    assert ("an older database, or another one's folder" in caplog.text) is not cleared
    assert (folder / "attachments/zz/7.pdf").exists() is not bool(cleared)


def test_it_asks_by_the_thousand(account: Account, folder: Path, monkeypatch: Any) -> None:
    counts = []
    for number in (3, 9):
        for each in range(number):
            paper(account, f"{number} {each}".encode(), "a.txt")
        with CaptureQueriesContext(connection) as asked:
            services.attachments_clear()
        counts.append(len(asked))
    assert counts == [2, 2]
    monkeypatch.setattr(clearing, "BATCH", 4)
    age(folder)
    assert services.attachments_clear() == 0


def test_each_name_is_found_by_an_index(account: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for column in ("file", "preview"):
            plan = Attachment.objects.filter(**{f"{column}__in": ["a", "b"]}).values(column).explain()
            assert f"attachment_{column}" in plan
