"""How we stand with people at customers: what we think of them, and who of us knows them how well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.choices import Influence
from accounts.models import Contact
from accounts.queries.colleague import who_sees
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from relations import services
from relations.choices import Closeness
from relations.models import Acquaintance, Assessment, Profile
from teams.models import User

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, contact_named, whose

CONTACT: Final = (
    *ACCOUNT,
    col.text("contact", column_of(Contact, "name")),
    col.external_id(column_of(Contact, "external_id"), "contact_external_id"),
)
_TOLD: Final = ("influence", "stance", "cares_about", "hobbies")
_JUDGED: Final = ("self_control", "others_control", "buyer_type", "shared", "blind", "protected", "unknown")


_WHOM: Final[tuple[tuple[str, ...], ...]] = (("account", "account_external_id"), ("contact", "contact_external_id"))


class OfContact(OneByOne):
    """Rows about a person at a customer."""

    is_for_everybody = True

    required: ClassVar[tuple[tuple[str, ...], ...]] = _WHOM

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{cells.get('contact_external_id') or fold(cells.get('contact') or '')}"


@dataclass(frozen=True)
class Known:
    """What is written of a person, as one."""

    profile: Profile | None
    assessment: Assessment | None

    @property
    def version(self) -> int:
        return sum(part.version for part in (self.profile, self.assessment) if part)


class Assessments(OfContact):
    """Relation to a person and the personal assessment, one row a person, as the file of contacts has them when they
    are asked for. Assessments are brought by the account's team alone."""

    name = "assessments"
    columns = {
        column.target: column
        for column in (
            *CONTACT,
            col.choice("influence", "influence", soft=False),
            col.choice("stance", "stance", soft=False),
            col.text("cares_about", column_of(Profile, "cares_about")),
            col.text("hobbies", column_of(Profile, "hobbies")),
            col.choice("self_control", "level", soft=False),
            col.choice("others_control", "level", soft=False),
            col.choice("buyer_type", "buyer_type", soft=False),
            *(col.long_text(name, column_of(Assessment, name)) for name in _JUDGED[3:]),
        )
    }

    def find(self, row: Row, work: Work) -> Known | None:
        contact = contact_named(row, account_named(row, work))
        profile = Profile.objects.filter(contact=contact).first()
        seen = Assessment.objects.visible_to(work.actor).filter(contact=contact).first()
        return Known(profile, seen) if profile or seen else None

    def save(self, row: Row, there: Known | None, work: Work) -> Known | None:
        told, judged = _said(row.cells, _TOLD), _said(row.cells, _JUDGED)
        contact = contact_named(row, account_named(row, work))
        profile, assessment = (there.profile, there.assessment) if there else (None, None)
        if told:
            version = profile.version if profile else 0
            profile = services.profile_set(actor=work.actor, contact=contact, version=version, **told)
        if judged:
            version = assessment.version if assessment else 0
            assessment = services.assessment_set(actor=work.actor, contact=contact, version=version, **judged)
        return Known(profile, assessment) if profile or assessment else None


def _said(cells: Cells, names: tuple[str, ...]) -> Any:
    """Of a blank cell that may erase, what nothing is; influence and stance are never nothing."""
    said = {name: cells[name] or "" for name in names if name in cells}
    if "influence" in said:
        said["influence"] = Influence[said["influence"].upper()].value if said["influence"] else None
    return {name: value for name, value in said.items() if value or name not in ("influence", "stance")}


class Acquaintances(OfContact):
    """Who of us knows whom there and how well, told apart by the two."""

    name = "acquaintances"
    columns = {
        column.target: column
        for column in (
            *CONTACT,
            col.text("person"),
            col.choice("closeness", "closeness", soft=False),
            col.text("note", column_of(Acquaintance, "note")),
        )
    }
    required = (*_WHOM, ("person",))

    def identity(self, cells: Cells) -> str:
        return f"{super().identity(cells)}\n{fold(cells['person'])}"

    def find(self, row: Row, work: Work) -> Acquaintance | None:
        contact = contact_named(row, account_named(row, work))
        return Acquaintance.objects.filter(contact=contact, person=_one_of_us(row, contact)).first()

    def save(self, row: Row, there: Acquaintance | None, work: Work) -> Acquaintance:
        cells = row.cells
        closeness = Closeness[cells["closeness"].upper()] if cells.get("closeness") else None
        contact = contact_named(row, account_named(row, work))
        return services.acquaintance_set(
            actor=work.actor,
            contact=contact,
            person=_one_of_us(row, contact),
            closeness=closeness or (there.closeness if there else Closeness.WORKS),
            version=there.version if there else 0,
            note=cells["note"] or "" if "note" in cells else there.note if there else "",
        )


def _one_of_us(row: Row, contact: Contact) -> User:
    """Whom an email or a name means among those who see the account. RuleBroken: nobody, or several."""
    said = row.cells["person"]
    found = list(who_sees(contact.account).filter(Q(email__iexact=said) | Q(name__iexact=said))[:2])
    if len(found) != 1:
        raise RuleBroken(
            _("Nobody who sees this account is called so, or several are. Write the email."), field="person"
        )
    return found[0]
