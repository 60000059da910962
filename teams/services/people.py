from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.text import fold
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, plain, record
from teams import rules
from teams.models import Role, Team, User


@transaction.atomic
def person_create(
    *,
    actor: User,
    email: str,
    name: str,
    role: str,
    team: Team | None = None,
    language: str = "",
    timezone: str = "",
) -> User:
    """A person without a password: `sign_in_link` lets him choose one. Administrators only."""
    rules.only_administrators(actor)
    fields: dict[str, Any] = {"email": email, "name": name, "role": role, "team": team}
    _check({**fields, "language": language, "timezone": timezone})
    rules.works_in_a_team(role, team)
    with unique_or_refused(teams_user_email_key="email"):
        person = User.objects.create_user(**fields, language=language, timezone=timezone)
    told = {name: [None, plain(value)] for name, value in fields.items()}
    record(actor=actor, verb="person.created", subject=person, changes=told)
    return person


@transaction.atomic
def person_update(person: User, *, actor: User, version: int, **changes: Any) -> User:
    """Changes name, email, role, team, language or timezone. Administrators only.

    A new role ends the person's sessions and API keys; a new team changes what he sees with the next request. What he
    owns stays his, and stays with the team it belongs to, until somebody assigns it anew.
    """
    rules.only_administrators(actor)
    if "email" in changes:
        changes["email"] = fold(changes["email"])
    wanted = differences(person, changes)
    if not wanted:
        return person
    _check(wanted)
    rules.works_in_a_team(wanted.get("role", person.role), wanted.get("team", person.team))
    if wanted.get("role", Role.ADMIN) != Role.ADMIN:
        rules.not_the_last_administrator(person)
    told = changes_of(person, wanted)
    with unique_or_refused(teams_user_email_key="email"):
        save_edit(person, version, wanted)
    record(actor=actor, verb="person.updated", subject=person, changes=told)
    return person


@transaction.atomic
def person_deactivate(person: User, *, actor: User, version: int) -> User:
    """Ends the person's access for good: sessions, API keys and password. What he owns stays where it is."""
    rules.only_administrators(actor)
    if person.pk == actor.pk:
        raise RuleBroken(_("You cannot deactivate yourself."))
    rules.not_the_last_administrator(person)
    # Without a new password an activation later on would bring old sessions and keys back to life.
    person.set_unusable_password()
    save_edit(person, version, {"is_active": False, "password": person.password})
    record(actor=actor, verb="person.deactivated", subject=person, changes={"is_active": [True, False]})
    return person


@transaction.atomic
def person_reactivate(person: User, *, actor: User, version: int) -> User:
    """Lets the person come back; a sign-in link gives him a new password."""
    rules.only_administrators(actor)
    save_edit(person, version, {"is_active": True})
    record(actor=actor, verb="person.reactivated", subject=person, changes={"is_active": [False, True]})
    return person


@transaction.atomic
def sign_in_link(person: User, *, actor: User) -> str:
    """The path under which the person chooses a password: once, within PASSWORD_RESET_TIMEOUT. Administrators only."""
    rules.only_administrators(actor)
    if not person.signs_in:
        raise RuleBroken(_("%(name)s does not sign in to pages.") % {"name": person.name})
    record(actor=actor, verb="person.link_made", subject=person)
    who = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("password_set", args=[who, default_token_generator.make_token(person)])


@transaction.atomic
def password_set(person: User, *, password: str) -> User:
    """The person's own choice (already validated). Every other session and every API key of his ends."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(actor=person, verb="person.password_set", subject=person)
    return person


def _check(fields: dict[str, Any]) -> None:
    if fields.get("timezone"):
        rules.known_zone(fields["timezone"])
    rules.known_language(fields.get("language", ""))
    if fields.get("role", Role.REP) not in Role.values:
        raise RuleBroken(_("No such role."), field="role")
