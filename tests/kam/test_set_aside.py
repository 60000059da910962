"""What a merged account keeps for want of room at the survivor is out of sight until the merge is undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Account
from accounts.services import account_merge, merge_undo
from dossier import services
from dossier.models import Attachment, Need
from tests.cast import make_account
from tests.dossier.make import contract_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def twin(account: Account, cast: Any) -> Account:
    """Both know the purpose, and have the same paper; the twin's is about its contract."""
    twin = make_account(cast.rep, "Twin")
    contract = contract_of(twin)
    for each in (account, twin):
        services.need_add(actor=cast.rep, account=each, part="purpose", text=f"of {each.pk}")
        paper, about = SimpleUploadedFile("a.txt", b"hello"), contract if each == twin else None
        services.attachment_add(actor=cast.rep, account=each, file=paper, contract=about)
        each.refresh_from_db()
    return twin


def merged(account: Account, twin: Account, cast: Any) -> Any:
    return account_merge(
        account, actor=cast.manager, version=account.version, merged=twin, merged_version=twin.version, take=set()
    )


@pytest.mark.parametrize("who", ["rep", "admin"])
def test_it_is_in_no_list_and_behind_no_address(account: Account, twin: Account, cast: Any, api: Any, who: str) -> None:
    merged(account, twin, cast)
    for noun, model in (("needs", Need), ("attachments", Attachment)):
        rows = api(who).get(f"/api/v1/{noun}/").json()["results"]
        assert [row["account"] for row in rows] == [account.pk]
        aside = model.objects.get(account=twin)
        assert api(who).get(f"/api/v1/{noun}/{aside.pk}/").status_code == 404
        answer = api(who).patch(f"/api/v1/{noun}/{aside.pk}/", {"text": "x", "note": "x", "version": 1}, format="json")
        assert answer.status_code == 404


def test_the_page_of_a_contract_that_came_along_leads_to_no_dead_account(
    account: Account, twin: Account, cast: Any, sign_in: Any
) -> None:
    merged(account, twin, cast)
    aside = Attachment.objects.get(account=twin)
    page = sign_in("rep").get(f"/contracts/{aside.contract_id}/").content.decode()
    assert f"/files/{aside.pk}/" not in page
    assert sign_in("rep").get(f"/files/{aside.pk}/save/").status_code == 404


def test_it_is_back_with_the_undo(account: Account, twin: Account, cast: Any, api: Any) -> None:
    merge_undo(merged(account, twin, cast), actor=cast.manager)
    rows = api("rep").get("/api/v1/needs/").json()["results"]
    assert {row["account"] for row in rows} == {account.pk, twin.pk}
