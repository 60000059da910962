from __future__ import annotations

from django.db.models import Case, SmallIntegerField, Value, When

from accounts.choices import Tier


def by_worth(path: str = "") -> Case:
    """Sorts the most valuable tier first, unrated last; `path` leads to the account."""
    places = (When(**{f"{path}tier": tier}, then=Value(place)) for place, tier in enumerate(Tier.values))
    return Case(*places, default=Value(len(Tier.values)), output_field=SmallIntegerField())
