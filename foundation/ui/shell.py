"""The frame of every page: places to go, the reader's theme, the files a page links."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "kam_theme"
_DARK_MEDIA = {
    "dark": "screen",
    "light": "not all",
    "": "screen and (prefers-color-scheme: dark)",
}


class Place(NamedTuple):
    """A route people go to from everywhere; `keys` go there from the keyboard."""

    route: str
    label: Any
    icon: str
    keys: str = ""
    also: tuple[str, ...] = ()
    """Where its other pages begin."""


OF_ACCOUNTS = (
    "/contacts/", "/visits/", "/calendar/", "/saved-views/", "/complaints/", "/surveys/", "/wallets/", "/expectations/",
    "/files/", "/merges/", "/help/",
)  # fmt: skip
PLACES = [
    Place("search", _("Search"), "search", "g s"),
    Place("my_day", _("My day"), "sun", "g d", ("/due/",)),
    Place("notice_list", _("Notices"), "inbox", "g n"),
    Place("account_list", _("Accounts"), "building-2", "g a", OF_ACCOUNTS),
    Place("board", _("Pipeline"), "kanban", "g p"),
    Place("tiers", _("Tiers"), "gem", "g t"),
    Place("churn", _("Churn"), "trending-down", "g c"),
    Place("alert_list", _("Alerts"), "bell", "g l"),
    Place(
        "reports",
        _("Reports"),
        "chart-no-axes-column",
        "g r",
        ("/plans/", "/losses/", "/win-backs/", "/contracts/"),
    ),
]
IMPORT = Place("import_list", _("Import"), "upload", "g i")
ADMINISTRATION = [
    Place(
        "rules",
        _("Rules"),
        "sliders-horizontal",
        "g u",
        ("/people/", "/teams/", "/company/", "/rates/", "/cost-rates/"),
    ),
    IMPORT,
    Place("api_keys", _("API keys"), "key-round", "g k"),
]
_counts: dict[str, Callable[[Any], int]] = {}
BOTTOM = ["my_day", "account_list", "board", "alert_list"]


def count_beside(route: str, count: Callable[[Any], int]) -> None:
    """Rooms above say what stands beside a place, counted for its reader; nothing where it is 0."""
    _counts[route] = count


def places(context: Context) -> dict[str, Any]:
    """Context of the rail and the bottom bar for the reader: `main`, `administration`, `bottom`, `keys`."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    counts = _counted(request)
    leads = getattr(user, "leads", False)
    main = [_shown(place, counts) for place in (PLACES if leads or user is None else [*PLACES, IMPORT])]
    administration = [_shown(place, counts) for place in ADMINISTRATION] if leads else []
    everything = [place for place in [*main, *administration] if place["url"]]
    if here := _nearest(everything, getattr(request, "path", "/")):
        here["current"] = True
    return {
        "request": request,
        "user": user,
        "main": [place for place in main if place["url"]],
        "administration": [place for place in administration if place["url"]],
        "bottom": [place for place in everything if place["route"] in BOTTOM],
        "rest": (rest := [place for place in everything if place["route"] not in BOTTOM]),
        "rest_count": sum(place["count"] for place in rest),
        "log_at": _log_at(context),
        "languages": settings.LANGUAGES,
        "theme": theme(context),
    }


def _log_at(context: Context) -> int | None:
    """The account that the page is about, where a visit can be logged at it."""
    account = context.get("account")
    return getattr(account, "pk", None) if getattr(account, "archived_at", "") is None else None


@lru_cache(maxsize=8192)
def route(name: str, *args: Any) -> str:
    """The address of a route, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def theme(context: Context) -> str:
    """The reader's choice: "light", "dark", or "" for whatever the device says."""
    request: HttpRequest | None = context.get("request")
    kept = getattr(getattr(request, "user", None), "theme", "") or (
        request.COOKIES.get(THEME_COOKIE, "") if request else ""
    )
    return kept if kept in _DARK_MEDIA else ""


def dark_media(context: Context) -> str:
    """The media query under which dark.css counts."""
    return _DARK_MEDIA[theme(context)]


def _counted(request: HttpRequest | None) -> dict[str, int]:
    """What stands beside places; asked once a request, for rail, bottom bar and the list of keys."""
    if request is None or not getattr(request, "user", None):
        return {}
    counted: dict[str, int] | None = getattr(request, "_beside", None)
    if counted is None:
        counted = {name: count(request.user) for name, count in _counts.items()}
        request._beside = counted  # type: ignore[attr-defined]
    return counted


def _shown(place: Place, counts: dict[str, int]) -> dict[str, Any]:
    return {**place._asdict(), "url": route(place.route), "current": False, "count": counts.get(place.route, 0)}


def _nearest(shown: list[dict[str, Any]], path: str) -> dict[str, Any] | None:
    """The place whose address shares most leading parts with `path`; none where not even the first agrees."""

    def shared(place: dict[str, Any]) -> int:
        return max(_shared(url, path) for url in (place["url"], *place["also"]))

    exact = next((place for place in shown if place["url"] == path), None)
    best = max(shown, key=shared, default=None)
    return exact or (best if best and shared(best) else None)


def _shared(one: str, other: str) -> int:
    """How many leading parts two addresses share."""
    pairs = zip(one.strip("/").split("/"), other.strip("/").split("/"), strict=False)
    agreeing = [mine == its for mine, its in pairs]
    return agreeing.index(False) if False in agreeing else len(agreeing)
