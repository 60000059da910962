"""The translations tool: what it finds, what it keeps, what it complains of."""

from __future__ import annotations

import gettext
from pathlib import Path

import polib
import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
one, two, three = _("Gold" " account"), ngettext("%(n)s visit", "%(n)s visits", 2), pgettext_lazy("metal", "Lead")
variable = _(two)
"""
PAGE = """{% load i18n %}{# shown to all #}
{% translate "Save" %}{% translate "Lead" context "stage" %}
{% blocktranslate trimmed count n=n %}
  One account of {{ name }}
{% plural %}
  {{ n }} accounts of {{ name }}
{% endblocktranslate %}
{% component "button" label=_("Log a visit") %}{{ x|default:_("nothing") }}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Path:
    """A project with one room, a page of that room's and a page of everybody's."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    for name, content in {
        "accounts/forms.py": CODE,
        "accounts/migrations/0001_initial.py": '_("from a migration")',
        "templates/accounts/list.html": PAGE,
        "templates/base.html": '{% load i18n %}{% translate "Sign out" %}',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "foundation").mkdir()
    return tmp_path


def translate(room: str, **said: str) -> None:
    catalogue = messages.read(room)
    for entry in catalogue:
        text = said.get(entry.msgid, f"译：{''.join(messages.PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))}")
        if entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
    catalogue.save(str(messages.catalogue_path(room)))


def test_python_texts(project):
    assert {(text.msgctxt, text.msgid, text.msgid_plural) for text in messages.from_python(CODE)} == {
        (None, "Gold account", ""),
        (None, "%(n)s visit", "%(n)s visits"),
        ("metal", "Lead", ""),
    }


def test_template_texts(project):
    assert {(text.msgctxt, text.msgid, text.msgid_plural) for text in messages.from_template(PAGE)} == {
        (None, "Save", ""),
        ("stage", "Lead", ""),
        (None, "One account of %(name)s", "%(n)s accounts of %(name)s"),
        (None, "Log a visit", ""),
        (None, "nothing", ""),
    }


def test_each_text_goes_to_its_room(project):
    assert set(messages.texts_of("foundation")) == {(None, "Sign out")}
    assert (None, "Sign out") not in messages.texts_of("accounts")
    assert (None, "from a migration") not in messages.texts_of("accounts")


def test_merging_keeps_translations_and_is_stable(project):
    messages.merge("accounts", prune=False)
    translate("accounts", Save="保存")
    messages.merge("accounts", prune=False)
    before = messages.catalogue_path("accounts").read_text()
    messages.merge("accounts", prune=False)
    assert messages.catalogue_path("accounts").read_text() == before
    assert messages.read("accounts").find("Save").msgstr == "保存"
    assert ":1" not in before, "line numbers make noise"


def test_a_text_that_comes_back_has_its_translation_again(project):
    messages.merge("accounts", prune=False)
    translate("accounts", Save="保存")
    page = project / "templates/accounts/list.html"
    page.write_text(PAGE.replace("Save", "Keep"))
    messages.merge("accounts", prune=False)
    assert [line for line in messages.complaints() if "'Save'" in line] == ["accounts: stale: 'Save'"]
    page.write_text(PAGE)
    messages.merge("accounts", prune=False)
    assert messages.read("accounts").find("Save").msgstr == "保存"


def test_pruning_forgets(project):
    messages.merge("accounts", prune=False)
    translate("accounts", Save="保存")
    (project / "templates/accounts/list.html").write_text("")
    messages.merge("accounts", prune=True)
    assert "Save" not in messages.catalogue_path("accounts").read_text()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"msgstr": ""}, "accounts: untranslated: 'Save'"),
        ({"msgstr": "保存 %(who)s"}, "accounts: other placeholders in '保存 %(who)s': 'Save'"),
        ({"flags": ["fuzzy"]}, "accounts: unsure (fuzzy): 'Save'"),
        ({"msgid": "Keep"}, "accounts: stale: 'Keep'"),
    ],
)
def test_complaint(project, change, complaint):
    for room in ("accounts", "foundation"):
        messages.merge(room, prune=False)
        translate(room)
    assert list(messages.complaints()) == []
    catalogue = messages.read("accounts")
    for name, value in change.items():
        setattr(catalogue.find("Save"), name, value)
    catalogue.save(str(messages.catalogue_path("accounts")))
    assert complaint in list(messages.complaints())


def test_a_lone_percent_sign_beside_a_placeholder_is_complained_of(project):
    messages.merge("accounts", prune=False)
    catalogue = messages.read("accounts")
    catalogue.find("%(n)s visit").msgstr_plural = {0: "75% 的拜访：%(n)s"}
    catalogue.save(str(messages.catalogue_path("accounts")))
    assert any("a lone %" in line for line in messages.complaints())


def test_missing_catalogue_is_complained_of(project):
    assert "foundation: missing: 'Sign out'" in list(messages.complaints())


def test_two_rooms_must_not_contradict_each_other(project):
    (project / "templates/base.html").write_text('{% load i18n %}{% translate "Save" %}')
    for room, said in {"accounts": "保存", "foundation": "存盘"}.items():
        messages.merge(room, prune=False)
        translate(room, Save=said)
    assert list(messages.complaints()) == ["foundation: 'Save' is '存盘', but '保存' in accounts"]


def test_compiling_makes_what_gettext_reads(project):
    messages.merge("accounts", prune=False)
    translate("accounts", Save="保存")
    messages.compile_all()
    with messages.catalogue_path("accounts").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "保存"


def test_the_plural_rule_is_chinese(project):
    messages.merge("accounts", prune=False)
    assert polib.pofile(str(messages.catalogue_path("accounts"))).metadata["Plural-Forms"] == "nplurals=1; plural=0;"
