from __future__ import annotations

from teams.services import stop_path
from tests.permissions.table import (
    EVERYBODY,
    SIGN_IN,
    Expected,
    Route,
    admin_only,
    anybody,
    everybody,
    expect,
    leads_only,
    own_only,
)
from tests.permissions.world import World

NEW_PERSON = {"name": "Zhao Lei", "email": "zhao.lei@kam.example", "role": "rep"}
RATE = {"currency": "USD", "date": "2026-01-01", "rate": "7.1"}
COST_RATE = {"valid_from": "2026-01-01", "hourly": "200"}
WEEKLY = {"rhythm": "weekly", "weekday": "0", "hour": "7"}
PREFERENCES = {"language": "zh-hans", "timezone": "Asia/Tokyo", "theme": "dark"}

signed_in_already = {**dict.fromkeys(EVERYBODY, 302), "anonymous": 200, "integration": 200}
leads_and_sees_rep = expect(403, manager=302, director=302, admin=302, rival=404)


def reps_own(ok: int = 200) -> Expected:
    """What rep keeps for himself."""
    return expect(404, rep=ok)


def _person(w: World) -> dict[str, object]:
    peer = w.cast.peer
    kept = {"name": peer.name, "email": peer.email, "role": "rep", "team": peer.team_id}
    return {**kept, "version": peer.version, "name": "Peer Gynt"}


def _team(w: World) -> dict[str, object]:
    return {"name": "Far South", "parent": w.cast.hq.pk, "version": w.cast.south.version}


def _company(w: World) -> dict[str, object]:
    return {"name": "Key Steel", "base_currency": "CNY", "timezone": "Asia/Tokyo", "night_hour": 3, "version": 1}


def _version_of_peer(w: World) -> dict[str, object]:
    return {"version": w.cast.peer.version}


def _wrong_password(w: World) -> dict[str, object]:
    return {"username": "rep@kam.example", "password": "wrong"}


ROUTES = [
    Route("login", "GET", "/sign-in/", signed_in_already),
    Route(
        "login",
        "POST",
        "/sign-in/",
        {**dict.fromkeys(EVERYBODY, 302), "anonymous": 422, "integration": 422},
        data=_wrong_password,
    ),
    Route("logout", "POST", "/sign-out/", anybody(SIGN_IN)),
    Route("password_change", "GET", "/password/", everybody()),
    Route("password_change", "POST", "/password/", everybody(422), data={"old_password": "wrong"}),
    Route("password_set", "GET", "/password/MQ/used-up/", anybody(200)),
    Route("password_set", "POST", "/password/MQ/used-up/", anybody(200)),
    Route("preferences", "GET", "/preferences/", everybody()),
    Route(
        "digests",
        "POST",
        "/preferences/digests/",
        everybody(302),
        data={"is_on_alerts": "on", "hour_alerts": "7", "hour_notices": "7"},
    ),
    Route("subscription_list", "GET", "/subscriptions/", everybody()),
    Route("subscription_new", "GET", "/subscriptions/new/funnel/", everybody()),
    Route("subscription_new", "POST", "/subscriptions/new/funnel/", everybody(302), data=WEEKLY),
    Route("subscription-list", "GET", "/api/v1/subscriptions/", everybody(api=True), api=True),
    Route(
        "subscription-list",
        "POST",
        "/api/v1/subscriptions/",
        expect(201, api=True, integration=400),
        api=True,
        data={"report": "funnel", "query": "", "rhythm": "weekly", "weekday": 0, "hour": 7},
    ),
    *(
        Route(
            "subscription-detail",
            method,
            lambda w: f"/api/v1/subscriptions/{w.subscription.pk}/",
            own_only("rep", ok, api=True),
            api=True,
            data=data,
        )
        for method, ok, data in [("GET", 200, None), ("PATCH", 200, {"hour": 9}), ("DELETE", 204, None)]
    ),
    Route("subscription_edit", "GET", lambda w: f"/subscriptions/{w.subscription.pk}/", reps_own()),
    Route("subscription_edit", "POST", lambda w: f"/subscriptions/{w.subscription.pk}/", reps_own(302), data=WEEKLY),
    Route("subscription_stop", "POST", lambda w: f"/subscriptions/{w.subscription.pk}/stop/", reps_own(302)),
    Route("subscription_end", "GET", lambda w: stop_path(w.subscription), anybody()),
    Route("subscription_end", "POST", lambda w: stop_path(w.subscription), anybody()),
    Route("preferences", "POST", "/preferences/", {**everybody(302), "anonymous": SIGN_IN}, data=PREFERENCES),
    Route("people_list", "GET", "/people/", admin_only()),
    Route("person_search", "GET", "/people/search/?q=z", everybody()),
    Route("person_new", "GET", "/people/new/", admin_only()),
    Route(
        "person_new", "POST", "/people/new/", admin_only(201), data=lambda w: {**NEW_PERSON, "team": w.cast.north.pk}
    ),
    Route("person_edit", "GET", lambda w: f"/people/{w.cast.peer.pk}/", admin_only()),
    Route("person_edit", "POST", lambda w: f"/people/{w.cast.peer.pk}/", admin_only(302), data=_person),
    Route("person_link", "POST", lambda w: f"/people/{w.cast.peer.pk}/link/", admin_only(201)),
    Route(
        "person_deactivate",
        "POST",
        lambda w: f"/people/{w.cast.peer.pk}/deactivate/",
        admin_only(302),
        data=_version_of_peer,
    ),
    Route(
        "person_reactivate",
        "POST",
        lambda w: f"/people/{w.cast.peer.pk}/reactivate/",
        admin_only(302),
        data=_version_of_peer,
    ),
    Route("team_search", "GET", "/teams/search/?q=n", everybody()),
    Route("team_new", "GET", "/teams/new/", admin_only()),
    Route("team_new", "POST", "/teams/new/", admin_only(302), data=lambda w: {"name": "East", "parent": w.cast.hq.pk}),
    Route("team_edit", "GET", lambda w: f"/teams/{w.cast.south.pk}/", admin_only()),
    Route("team_edit", "POST", lambda w: f"/teams/{w.cast.south.pk}/", admin_only(302), data=_team),
    Route("company_edit", "GET", "/company/", leads_only()),
    Route("company_edit", "POST", "/company/", leads_only(302), data=_company),
    Route("rate_list", "GET", "/rates/", leads_only()),
    Route("rate_list", "POST", "/rates/", leads_only(302), data=RATE),
    Route("rate_remove", "POST", lambda w: f"/rates/{w.exchange_rate.pk}/remove/", leads_only(302)),
    Route("cost_rate_list", "GET", "/cost-rates/", leads_only()),
    Route("cost_rate_list", "POST", "/cost-rates/", leads_only(302), data=COST_RATE),
    Route("cost_rate_remove", "POST", lambda w: f"/cost-rates/{w.cost_rate.pk}/remove/", leads_and_sees_rep),
]
