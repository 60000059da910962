"""@ and a name in a text: who is meant, told once a text; the writer learns who could not be."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.db import transaction

from accounts.services import visit_log, visit_update
from journal.services import record_many
from notices.mentions import Named, mentioned
from notices.models import Mention, Notice
from notices.queries import in_words, with_mentions
from notices.templatetags.mentions import marked
from teams.models import Role, User
from teams.visibility import who_sees_q

WANG, FANG = Named(1, "王芳", "华东"), Named(2, "王芳菲", "华东")
ANN, ANNA, TINA = Named(3, "Ann", "North"), Named(4, "Anna", "North"), Named(5, "陈晓彤 Tina Chen", "North")
TWIN = Named(6, "Ann", "South")
GROSS, ILKER = Named(7, "Eva Groß", "Süd"), Named(8, "İlker", "Süd")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("请@王芳跟进", [[WANG]]),
        ("@王芳菲 你好", [[FANG]]),
        ("＠王芳", [[WANG]]),
        ("@anna, please", [[ANNA]]),
        ("@Annabel", []),
        ("mail ann@Anna.example", []),
        ("@陈晓彤 and @Tina Chen", [[TINA]]),
        ("@陈晓彤 Tina Chen", [[TINA]]),
        ("@Ann", [[ANN, TWIN]]),
        ("@Ann (South) and @Ann（North）", [[TWIN], [ANN]]),
        ("@Ann (who is away)", [[ANN, TWIN]]),
        ("nobody @ all", []),
        ("@eva groß, the street is Große Straße", [[GROSS]]),
        ("Straße, İzmir: @İlker and @Ann (South)", [[ILKER], [TWIN]]),
        ("@Eva Großmann", []),
        ("@Ann跟进", [[ANN, TWIN]]),
    ],
)
def test_who_is_meant(text, meant):
    assert mentioned(text, [WANG, FANG, ANN, ANNA, TINA, TWIN, GROSS, ILKER]) == meant


def log(cast, account, summary, **fields):
    return visit_log(actor=cast.rep, account=account, summary=summary, **fields)


def test_who_is_named_in_a_note_is_told_and_quoted(cast, account):
    visit = log(cast, account, "They want steel. @Manager please call them.")
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.subject_id) == (cast.manager, "mentioned", visit.pk)
    assert in_words(notice) == f"You are mentioned in a note on a visit: {account.name}"
    assert "please call" in notice.detail


def test_once_a_text(cast, account):
    visit = log(cast, account, "@Manager, look")
    visit_update(visit, actor=cast.rep, version=1, summary="@Manager, look here; @Director too")
    assert list(Notice.objects.values_list("person__name", flat=True).order_by("id")) == ["Manager", "Director"]


def test_who_cannot_see_the_account_is_not_told_and_the_writer_is(cast, account):
    log(cast, account, "@Outsider knows more")
    notice = Notice.objects.get()
    assert (notice.person, notice.about, notice.actor) == (cast.rep, "Outsider", None)
    assert Mention.objects.get().told_at is None


def test_the_writer_learns_once_that_nobody_was_told(cast, account):
    visit = log(cast, account, "@Outsider knows more")
    visit = visit_update(visit, actor=cast.rep, version=visit.version, summary="@Outsider knows it all")
    visit_update(visit, actor=cast.manager, version=visit.version, outcome="advanced")
    assert [notice.verb for notice in Notice.objects.all()] == ["mention.unheard"]


def test_who_sees_the_account_by_the_next_edit_is_told_then(cast, account):
    visit = log(cast, account, "@Outsider knows more")
    type(account).objects.filter(pk=account.pk).update(shared_with=[cast.south.pk])
    visit_update(visit, actor=cast.rep, version=visit.version, summary="@Outsider knows it all")
    assert Notice.objects.latest("pk").person == cast.outsider


def test_of_two_with_one_name_who_sees_the_account_is_told(cast, account):
    User.objects.create(email="m2@kam.example", name="Manager", role=Role.MANAGER, team=cast.south)
    log(cast, account, "@Manager, look")
    assert [notice.person for notice in Notice.objects.all()] == [cast.manager]


def test_naming_oneself_tells_nobody(cast, account):
    log(cast, account, "@Rep was there")
    assert not Notice.objects.exists()


def test_a_note_without_an_at_asks_nothing_more(
    cast, account, django_assert_num_queries, django_assert_max_num_queries
):
    log(cast, account, "Warm up")
    with django_assert_max_num_queries(16) as plain:
        log(cast, account, "They want steel")
    with django_assert_num_queries(len(plain)):
        log(cast, account, "They want steel, write to ann.lee of them")


def test_the_text_marks_whom_it_names_and_stays_escaped(cast, account):
    visit = log(cast, account, "<b>@Manager</b> and @Outsider, not @Nobody")
    row = with_mentions(type(visit).objects.filter(pk=visit.pk)).get()
    shown = marked(row.summary, row)
    assert shown.startswith('&lt;b&gt;<span class="mention">@Manager</span>&lt;/b&gt;')
    assert "@Outsider <small>not told</small>" in shown
    assert shown.endswith("not @Nobody")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@Annabel and @Ann", ["@Ann"]),
        ("@Yi Lin, @Yı Lin", ["@Yi Lin"]),
        ("请@王芳跟进", ["@王芳"]),
        ("mail lee@Ann.example", []),
    ],
)
def test_a_mark_ends_where_the_name_does(text, shown):
    row = SimpleNamespace(mentioned=[{"name": name, "told": True} for name in ("Ann", "Yi Lin", "王芳")])
    assert re.findall(r'<span class="mention">(.*?)</span>', marked(text, row)) == shown


@pytest.mark.parametrize(("typed", "found"), [("", ["Admin", "Director", "Manager"]), ("man", ["Manager"]), ("wf", [])])
def test_an_at_offers_who_sees_the_account(cast, account, sign_in, typed, found):
    page = sign_in("rep").get(f"/accounts/{account.pk}/colleagues/", {"q": typed}).content.decode()
    assert [name for name in cast.__dict__ if f'data-value="@{name.title()}"' in page] == sorted(
        (name.lower() for name in found), key=list(cast.__dict__).index
    )


def test_chinese_names_are_offered_by_their_initials(cast, account, sign_in):
    User.objects.create(email="wf@kam.example", name="王芳", role=Role.DIRECTOR, team=cast.hq)
    assert "@王芳" in sign_in("rep").get(f"/accounts/{account.pk}/colleagues/?q=wf").content.decode()


@pytest.mark.parametrize("shared", [False, True])
def test_who_sees_a_row_is_told_alike_from_both_sides(cast, account, shared):
    account.shared_with = [cast.south.pk] if shared else []
    account.save()
    seeing = {person for person in User.objects.all() if type(account).objects.visible_to(person).exists()}
    assert set(User.objects.filter(who_sees_q(account))) == seeing


def test_an_import_names_nobody(cast, account):
    visit = log(cast, account, "")
    visit.summary = "@Manager, look"
    with transaction.atomic():
        record_many(actor=cast.rep, verb="visit.logged", subjects=[(visit, account.pk)])
    assert not Notice.objects.exists()
