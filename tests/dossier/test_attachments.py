"""Files about an account: only what is safe is kept, under names of ours, shown only to who sees the account."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from PIL import Image

from accounts.services import account_merge, merge_undo
from dossier import services
from dossier.choices import PaperKind
from dossier.models import Attachment, AttachmentRule
from dossier.papers import NotSafe, clean_name, kind_of, redrawn
from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from tests.cast import make_account, make_key
from tests.dossier.make import contract_of
from tests.dossier.papers import (
    PDF,
    bomb,
    content_types,
    crowd,
    huge_picture,
    office,
    picture,
    template_from,
    turned_with_place,
)

pytestmark = pytest.mark.django_db


def paper(account, content=PDF, name="offer.pdf", **fields):
    file = SimpleUploadedFile(name, content)
    return services.attachment_add(actor=account.owner, account=account, file=file, **fields)


def refusal(account, content, name="x.pdf"):
    with pytest.raises(RuleBroken) as refused:
        paper(account, content, name)
    assert not Attachment.objects.exists()
    return refused.value.field, str(refused.value.message)


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "name", "kind", "kept"),
    [
        (PDF, "offer.exe", "pdf", "offer.exe.pdf"),
        (picture(), "photo.PNG", "png", "photo.png"),
        (picture("JPEG"), "photo.jpeg", "jpg", "photo.jpeg"),
        (picture("WEBP"), "photo", "webp", "photo.webp"),
        (office(), "offer.docx", "docx", "offer.docx"),
        (office("xl"), "报价.xlsx", "xlsx", "报价.xlsx"),
        (office("ppt"), "plan.pptx", "pptx", "plan.pptx"),
        ("名称,金额\n甲,1\n".encode(), "a.csv", "csv", "a.csv"),
        ("名称,金额\n甲,1\n".encode("gb18030"), "a.CSV", "csv", "a.csv"),
        ("小结".encode("utf-16"), "notes.txt", "txt", "notes.txt"),
    ],
)
def test_what_it_is_is_seen_in_its_content(account, content, name, kind, kept):
    row = paper(account, content, name)
    assert (row.kind, row.name) == (kind, kept)
    assert row.file.name.rpartition("/")[2].removesuffix(f".{kind}").isalnum()
    assert Event.objects.filter(verb="attachment.added", account_id=account.pk).count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xef\xbb\xbf  <!DOCTYPE html><h1>Hi</h1>",
        b"<?xml version='1.0'?><x/>",
        b"hello <script>alert(1)</script>",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7 cut in the middle",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
        b"\x89PNG\r\n\x1a\nnothing",
        picture("JPEG")[:300],
        b"PK\x03\x04 broken",
        office("jar"),
        office(more={"word/vbaProject.bin": b"x"}),
        office(more=content_types("application/vnd.ms-office.vbaProject")),
        office(more=content_types("application/vnd.ms-excel.macrosheet+xml")),
        office("xl", more={"xl/macrosheets/sheet1.xml": b"<x/>"}),
        office(more=template_from("https://elsewhere.example/t.dotm")),
        office(more={"word/_rels/x.rels": b'<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'}),
        office(more={"../../etc/passwd": b"x"}),
        office(more={"xl/main.xml": b"x"}),
        b"text with \x00 in it",
    ],
)
def test_what_is_not_safe_is_refused_by_its_content(account, content, files_of_this_test):
    assert refusal(account, content)[0] == "file"
    assert on_disk(files_of_this_test) == []


def test_bombs_are_refused_before_they_are_unpacked(account):
    assert "unpacked" in refusal(account, bomb(), "x.docx")[1]
    assert "unpacked" in refusal(account, crowd(), "x.docx")[1]
    assert "25 million" in refusal(account, huge_picture(), "x.png")[1]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_moving_pictures_are_refused_not_cut(account, form):
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
    assert "Moving" in refusal(account, out.getvalue(), "x.png")[1]


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("1", 1, (255, 255, 255, 255)),
        ("L", 117, (117, 117, 117, 255)),
        ("LA", (117, 40), (117, 117, 117, 40)),
        ("I;16", 117 * 257, (117, 117, 117, 255)),
        ("P", 0, (0, 0, 0, 255)),
        ("RGB", (9, 99, 199), (9, 99, 199, 255)),
        ("RGBA", (9, 99, 199, 40), (9, 99, 199, 40)),
    ],
)
def test_a_drawing_looks_like_what_was_brought(mode, colour, seen):
    out = io.BytesIO()
    Image.new(mode, (4, 4), colour).save(out, "PNG")
    with Image.open(io.BytesIO(redrawn(out, PaperKind.PNG).content)) as drawn:
        assert drawn.convert("RGBA").getpixel((1, 1)) == seen


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_wrong_byte_of_what_a_camera_said_breaks_it():
    """Each byte of its EXIF in turn, wrong in several ways: the picture is read or refused."""
    content = turned_with_place()
    began = content.index(b"Exif")
    for place in range(began, began + int.from_bytes(content[began - 2 : began]) - 2):
        for wrong in (0, 1, 2, 5, 7, 10, 12, 255):
            broken = content[:place] + bytes([wrong]) + content[place + 1 :]
            with suppress(NotSafe):
                redrawn(io.BytesIO(broken), PaperKind.JPEG)


def test_pictures_are_drawn_anew(account):
    """Turned upright, without a word about camera and place, nothing behind them."""
    row = paper(account, turned_with_place() + b"<script>alert(1)</script>", "photo.jpg")
    kept = row.file.open().read()
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.size, len(drawn.getexif())) == ((20, 40), 0)
    assert b"SecretCam" not in kept
    assert b"<script>" not in kept
    with Image.open(row.preview.open()) as small:
        assert small.format == "WEBP"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\offer.pdf", "offer.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("<b>.pdf", "_b_.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_names_and_nothing_else(typed, kept):
    assert clean_name(typed, PaperKind.PDF) == kept


def test_the_same_twice_is_one(account, files_of_this_test):
    first = paper(account)
    assert paper(account, name="again.pdf") == first
    assert Attachment.objects.count() == 1
    assert len(on_disk(files_of_this_test)) == 1
    assert paper(make_account(account.owner, "Other")) != first


def test_how_large_is_a_rule(account, cast):
    rule = AttachmentRule.objects.get(pk=1)
    with pytest.raises(Forbidden):
        services.attachment_rule_set(rule, actor=cast.rep, version=1, megabytes=1)
    services.attachment_rule_set(rule, actor=cast.manager, version=1, megabytes=1)
    assert refusal(account, PDF[:-6] + b" " * 1024**2 + b"%%EOF\n")[0] == "file"


def test_a_contract_is_of_the_same_account(account):
    contract = contract_of(make_account(account.owner, "Other"))
    with pytest.raises(RuleBroken) as refused:
        paper(account, contract=contract)
    assert refused.value.field == "contract"


def test_removed_it_can_be_brought_back(account, sign_in):
    row, rep = paper(account), sign_in("rep")
    rep.post(f"/files/{row.pk}/remove/", {"version": 1})
    assert list(rep.get(f"/accounts/{account.pk}/files/").context["rows"]) == []
    assert list(rep.get(f"/accounts/{account.pk}/files/?removed=yes").context["rows"]) == [row]
    rep.post(f"/files/{row.pk}/restore/", {"version": 2})
    row.refresh_from_db()
    assert (row.removed_at, row.version) == (None, 3)
    assert Event.objects.filter(verb__in=["attachment.removed", "attachment.restored"]).count() == 2


def test_not_beside_the_same_brought_again(account):
    row = services.attachment_remove(paper(account), actor=account.owner, version=1)
    paper(account)
    with pytest.raises(RuleBroken):
        services.attachment_restore(row, actor=account.owner, version=2)


@pytest.mark.parametrize(
    ("content", "shown", "mime"),
    [(PDF, "inline", "application/pdf"), (picture(), "inline", "image/png"), (b"plain", "attachment", "text/plain")],
)
def test_it_is_given_as_what_it_is_and_can_do_nothing(account, sign_in, content, shown, mime):
    row, rep = paper(account, content, '报价 "x".pdf'), sign_in("rep")
    answer = rep.get(f"/files/{row.pk}/open/")
    assert answer["Content-Disposition"].startswith(shown)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (mime, "nosniff")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("sandbox" in answer["Content-Security-Policy"]) == (mime != "application/pdf")
    assert rep.get(f"/files/{row.pk}/save/")["Content-Disposition"].startswith("attachment")
    assert "no-cache" in answer["Cache-Control"]


def test_who_does_not_see_the_account_finds_no_file(account, sign_in, api):
    row = paper(account, picture(), "x.png")
    for who in ("outsider", "rival", "peer"):
        for page in ("", "open/", "save/", "preview/"):
            assert sign_in(who).get(f"/files/{row.pk}/{page}").status_code == 404
        assert api(who).get(f"/api/v1/attachments/{row.pk}/content/").status_code == 404
        assert api(who).get("/api/v1/attachments/").json()["results"] == []
    assert sign_in("rep").get(f"/media/{row.file.name}").status_code == 404
    assert sign_in("rep").get(f"/static/{row.file.name}").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_told_as_that(account, sign_in, api):
    row, rep = paper(account, picture(), "x.png"), sign_in("rep")
    for kept in (row.file, row.preview):
        os.remove(kept.path)
    for page in ("open", "save", "preview"):
        answer = rep.get(f"/files/{row.pk}/{page}/")
        assert (answer.status_code, "missing on our side" in answer.content.decode()) == (404, True)
    answer = api("rep").get(f"/api/v1/attachments/{row.pk}/content/")
    assert (answer.status_code, "missing on our side" in answer.json()["detail"]) == (404, True)


def test_the_page_takes_a_file_and_keeps_what_was_typed_of_one_refused(account, sign_in):
    rep, page = sign_in("rep"), f"/accounts/{account.pk}/files/new/"
    file = SimpleUploadedFile("x.svg", b"<svg/>", "image/png")
    answer = rep.post(page, {"file": file, "note": "Drawing"})
    assert (answer.status_code, "Drawing" in answer.content.decode()) == (422, True)
    file = SimpleUploadedFile("Plan.pdf", PDF, "text/html")
    assert rep.post(page, {"file": file, "note": "Drawing"}).status_code == 302
    assert "Plan.pdf" in rep.get(f"/accounts/{account.pk}/files/").content.decode()


def test_the_api_takes_gives_and_edits(account, api):
    rep = api("rep")
    body = {"account": account.pk, "file": SimpleUploadedFile("a.pdf", PDF), "note": "Signed"}
    answer = rep.post("/api/v1/attachments/", body, format="multipart")
    assert (answer.status_code, answer.json()["name"], "file" in answer.json()) == (201, "a.pdf", False)
    path = f"/api/v1/attachments/{answer.json()['id']}/"
    assert b"".join(rep.get(f"{path}content/").streaming_content) == PDF
    changed = rep.patch(path, {"name": "../b", "version": 1}, format="json")
    assert changed.json()["name"] == "b.pdf"
    assert rep.post(f"{path}remove/", {"version": 2}, format="json").json()["removed_by"] == account.owner.pk
    assert rep.get("/api/v1/attachments/").json()["results"] == []
    bad = {"account": account.pk, "file": SimpleUploadedFile("a.pdf", b"<html>")}
    refused = rep.post("/api/v1/attachments/", bad, format="multipart")
    assert (refused.status_code, bool(refused.json()["errors"]["file"])) == (415, True)


def test_the_api_tells_what_is_too_large_and_what_is_no_file(account, api):
    rule = AttachmentRule.objects.get(pk=1)
    AttachmentRule.objects.update(megabytes=1)
    large = {"account": account.pk, "file": SimpleUploadedFile("a.pdf", PDF[:-6] + b" " * 1024**2 + b"%%EOF\n")}
    refused = api("rep").post("/api/v1/attachments/", large, format="multipart")
    assert (refused.status_code, "1 megabytes" in refused.json()["detail"]) == (413, True)
    for body in ({"account": account.pk}, {"account": account.pk, "file": "a.pdf"}):
        refused = api("rep").post("/api/v1/attachments/", body, format="multipart")
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["file"])
    posted = api("rep").post("/api/v1/attachments/", "<file/>", content_type="text/xml")
    assert posted.status_code == 415
    assert posted["Content-Type"] == "application/problem+json"
    assert rule.megabytes > 1
    assert not account.attachments.exists()


def test_a_key_may_send_more_than_a_form_holds(account, client):
    key = make_key(account.owner, "attachments:write", "attachments:read")
    large = PDF[:-6] + b" " * 3 * 1024**2 + b"%%EOF\n"
    body = {"account": account.pk, "file": SimpleUploadedFile("a.pdf", large)}
    answer = client.post("/api/v1/attachments/", body, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 201, answer.content


def test_a_large_file_sent_twice_under_one_key_is_one(account, api):
    def sent(content, key="one"):
        body = {"account": account.pk, "file": SimpleUploadedFile("a.pdf", content), "note": "Signed"}
        body = encode_multipart(uuid4().hex, body)
        kind = f"multipart/form-data; boundary={body[2:34].decode()}"
        return api("rep").post("/api/v1/attachments/", body, content_type=kind, headers={"Idempotency-Key": key})

    large = PDF[:-6] + b" " * 3 * 1024**2 + b"%%EOF\n"
    first, again = sent(large), sent(large)
    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert (again["Idempotent-Replayed"], again.json()) == ("true", first.json())
    kept = api("rep").get(f"/api/v1/attachments/{first.json()['id']}/content/")
    assert (first.json()["note"], b"".join(kept)) == ("Signed", large)
    assert sent(large + b"\n").status_code == 422
    assert (sent(PDF, "two").status_code, sent(PDF, "two")["Idempotent-Replayed"]) == (201, "true")
    assert account.attachments.count() == 2


def test_the_same_file_again_is_said_to_be_there_and_what_was_typed_is_offered(account, sign_in):
    row, contract, client = paper(account), contract_of(account), sign_in("rep")
    path = f"/accounts/{account.pk}/files/new/"
    typed = {"file": SimpleUploadedFile("signed.pdf", PDF), "contract": contract.pk, "note": "Signed & sealed"}
    answer = client.post(path, typed, follow=True)
    assert "This file is there already, as “offer.pdf”." in answer.content.decode()
    form = answer.context["form"]
    assert (form.instance.pk, form["note"].value(), form["contract"].value()) == (row.pk, typed["note"], contract.pk)
    row.refresh_from_db()
    assert (row.note, row.contract, row.version) == ("", None, 1)
    answer = client.post(path, {"file": SimpleUploadedFile("again.pdf", PDF)})
    assert answer["Location"] == f"/accounts/{account.pk}/files/"
    for strange in ("?contract=x", "?contract=" + "9" * 40, "?note=" + "n" * 900):
        assert client.get(f"/files/{row.pk}/{strange}").status_code == 200


def test_the_api_says_by_its_code_whether_it_was_there(account, api):
    told = [{"account": account.pk, "file": SimpleUploadedFile("a.pdf", PDF)} for _ in range(2)]
    first, again = (api("rep").post("/api/v1/attachments/", body, format="multipart") for body in told)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again["ETag"] == '"1"'


def test_a_merge_carries_files_and_brings_them_back(account, cast):
    twin = make_account(cast.rep, "Twin")
    rows = [paper(twin), paper(twin, b"other", "o.txt"), paper(account)]
    merge = account_merge(account, actor=cast.manager, version=1, merged=twin, merged_version=1, take=set())
    assert set(Attachment.objects.filter(account=account)) == {rows[1], rows[2]}
    merge_undo(merge, actor=cast.manager)
    assert set(Attachment.objects.filter(account=twin)) == set(rows[:2])


def test_kinds_are_told_without_a_name():
    assert kind_of(io.BytesIO(office("xl")), "") == PaperKind.EXCEL


def test_a_contract_with_many_files_leads_to_all_of_them(account, sign_in):
    contract, rep = contract_of(account), sign_in("rep")
    row = paper(account, contract=contract)
    all_of_it = f"/accounts/{account.pk}/files/?contract={contract.pk}"
    assert all_of_it not in rep.get(f"/contracts/{contract.pk}/").content.decode()
    said = {"account": account, "contract": contract, "kind": row.kind, "size": 1, "file": row.file}
    said |= {"uploaded_by": account.owner}
    copies = [Attachment(**said, name=f"{n}.pdf", digest=f"{n:064}") for n in range(50)]
    Attachment.objects.bulk_create(copies)
    page = rep.get(f"/contracts/{contract.pk}/")
    assert len(page.context["files"]) == 50
    assert all_of_it in page.content.decode()
    assert rep.get(all_of_it).context["page"].count == 51
