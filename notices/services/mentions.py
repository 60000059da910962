"""People named in a text are told, once a text; who cannot see the account is not, and the writer is told that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.services import Happening
from notices import sight
from notices.choices import Kind
from notices.mentions import Named, fold, has_mark, mentioned
from notices.models import Mention
from notices.stories import Story, Told, nobody, register
from teams.models import Role, User

from .telling import listeners, notify

UNHEARD = "mention.unheard"
AROUND = 80
"""Letters of the text that a notice quotes on either side of the name."""


@dataclass(frozen=True)
class Watched:
    """Texts that may name people: columns of a row, or what an event says of itself.

    `once`: the row is one text, and whoever was told of it is not told again. Otherwise each change is a text of its
    own, and tells whom it names that the words before it did not.
    """

    fields: Sequence[str]
    about: Callable[[Any], tuple[str, tuple[str, int]]]
    """What a notice says it is about, and the row that it opens."""
    once: bool = True

    def now(self, subject: Any, changes: dict[str, Any]) -> str:
        if self.once:
            return _joined(getattr(subject, name) for name in self.fields)
        return _joined(changes[name][1] for name in self.fields if name in changes)

    def before(self, changes: dict[str, Any]) -> str:
        return "" if self.once else _joined(changes[name][0] for name in self.fields if name in changes)


_watched: dict[str, Watched] = {}
_edits: set[str] = set()


def watch(*verbs: str, one: Any, texts: Watched, edits: Sequence[str] = ()) -> None:
    """Looks for people in `texts` with each of these events; their notice says `one`.

    `edits` are events of a row that was there before: they count where one of the texts changed.
    """
    _edits.update(edits)
    for verb in (*verbs, *edits):
        _watched[verb] = texts
        register(Story(verb, Kind.MENTIONED, nobody, one))


def hear_mentions(happening: Happening) -> None:
    """What comes from a file names nobody: it was written elsewhere, and perhaps years ago."""
    texts = _watched.get(happening.verb)
    if texts is None or happening.is_bulk or happening.actor is None:
        return
    subject, account_id = happening.subjects[0]
    changes = happening.changes[subject.pk]
    if happening.verb in _edits and changes.keys().isdisjoint(texts.fields):
        return
    before, said = texts.before(changes), texts.now(subject, changes)
    if account_id and has_mark(said):
        people = _people()
        earlier = _earlier(subject) if texts.once else dict.fromkeys(_pks(mentioned(before, people)), True)
        for meant in mentioned(said, people):
            known = {earlier[pk] for pk in _pks([meant]) & earlier.keys()}
            if True not in known:
                _tell(happening, texts, meant, said, is_new=not known)


def _tell(happening: Happening, texts: Watched, meant: list[Named], said: str, *, is_new: bool) -> None:
    """`meant` are one person, or several of one name: then whoever of them sees the account.

    Where none does, the writer hears of it, once a text: `is_new`.
    """
    subject, account_id = happening.subjects[0]
    about, leads_to = texts.about(subject)
    seeing = [
        person
        for person in User.objects.with_reach().filter(pk__in=_pks([meant])).order_by("pk")
        if sight.accounts_of(person).filter(pk=account_id).exists()
    ]
    _keep(subject, _pks([meant]), {person.pk for person in seeing})
    quoted = _quote(said, meant[0].name)
    for person in listeners({person.pk for person in seeing} - {happening.actor.pk}, Kind.MENTIONED):
        told = Told(person.pk, about, leads_to, quoted)
        notify(person, Kind.MENTIONED, happening.verb, happening.actor, [(told, account_id)])
    if is_new and not seeing:
        for writer in listeners([happening.actor.pk], Kind.MENTIONED):
            told = Told(writer.pk, meant[0].name, leads_to, quoted)
            notify(writer, Kind.MENTIONED, UNHEARD, None, [(told, account_id)])


def _keep(subject: Any, meant: set[int], told: set[int]) -> None:
    """A row for each who was told; where nobody could be, one for each who was meant."""
    now, row = timezone.now(), {"subject_type": subject._meta.model_name, "subject_id": subject.pk}
    rows = [Mention(person_id=pk, told_at=now if told else None, **row) for pk in sorted(told or meant)]
    unique = ["subject_type", "subject_id", "person"]
    Mention.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=["told_at"])


def _earlier(subject: Any) -> dict[int, bool]:
    """Whom the row has named so far, and whether he was told."""
    rows = Mention.objects.filter(subject_type=subject._meta.model_name, subject_id=subject.pk)
    return {person: told is not None for person, told in rows.values_list("person_id", "told_at")}


def _people() -> list[Named]:
    """Everybody who works here: only texts with an @ ask for them."""
    rows = User.objects.filter(is_active=True).exclude(role=Role.INTEGRATION)
    return [Named(*row) for row in rows.values_list("pk", "name", Coalesce("team__name", Value("")))]


def _pks(groups: Iterable[list[Named]]) -> set[int]:
    return {person.pk for group in groups for person in group}


def _quote(text: str, name: str) -> str:
    """The text around the name; its beginning where the name is written otherwise."""
    said = " ".join(text.split())
    at = max(0, fold(said).find(fold(name)) - 1)
    first, end = max(0, at - AROUND), at + len(name) + AROUND
    return "…" * (first > 0) + said[first:end] + "…" * (end < len(said))


def _joined(texts: Iterable[Any]) -> str:
    return "\n".join(text for text in texts if text)


register(Story(UNHEARD, Kind.MENTIONED, nobody, _("Mentioned, but cannot see the account and was not told")))
