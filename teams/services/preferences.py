from __future__ import annotations

from teams import rules
from teams.models import User


def preferences_set(*, actor: User, **changes: str) -> User:
    """The reader's own language, timezone or theme; "" follows browser, company and device.

    No event row and no new version: it is nobody else's business and disturbs nobody's edit.
    """
    rules.known_language(changes.get("language", ""))
    rules.known_theme(changes.get("theme", ""))
    if changes.get("timezone"):
        rules.known_zone(changes["timezone"])
    kept = {name: changes[name] for name in ("language", "timezone", "theme") if name in changes}
    User.objects.filter(pk=actor.pk).update(**kept)
    for name, value in kept.items():
        setattr(actor, name, value)
    return actor
