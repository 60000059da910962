"""The permission table: what each member of the cast is answered at each address.

Each room states its part in tests/permissions/<room>.py as `ROUTES: list[Route]`; test_matrix.py runs every route as
everybody and proves that no route of the product is missing.

    ROUTES = [
        Route("account_list", "GET", "/accounts/", everybody()),
        Route("account_detail", "GET", lambda w: f"/accounts/{w.account.pk}/", sees_reps_account()),
        Route("account_assign", "POST", lambda w: f"/accounts/{w.account.pk}/assign/", leads_reps_account(302),
              data=lambda w: {"owner": w.cast.peer.pk, "version": w.account.version}),
        Route("account-list", "POST", "/api/v1/accounts/", everybody(201, api=True), data={"name": "X"}, api=True),
    ]

`name` is the route's name in the URL resolver. `data` is a form's fields (pages) or a JSON body (API); send what
succeeds for those who may, so that a refusal is not a mere 422.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.cast import ROLES, SEES_REPS_ACCOUNT
from tests.permissions.world import World

SIGN_IN: Final = -302
"""Stands for a redirect to the sign-in page."""

EVERYBODY: Final = ["anonymous", *ROLES]
LEADS: Final = {"manager", "director", "rival", "admin"}
LEADS_REP: Final = {"manager", "director", "admin"}

Expected = Mapping[str, int]


@dataclass(frozen=True)
class Route:
    """One address and method, and the status each of EVERYBODY is answered with (or SIGN_IN)."""

    name: str
    method: str
    path: str | Callable[[World], str]
    expect: Expected
    data: Any = None
    api: bool = False
    htmx: bool = False

    def __post_init__(self) -> None:
        assert set(self.expect) == set(EVERYBODY), f"{self.name}: {set(EVERYBODY) ^ set(self.expect)}"

    def __str__(self) -> str:
        return f"{self.method}-{self.name}"

    def path_in(self, world: World) -> str:
        return self.path(world) if callable(self.path) else self.path

    def data_in(self, world: World) -> Any:
        return self.data(world) if callable(self.data) else self.data


def expect(otherwise: int, *, api: bool = False, **statuses: int) -> Expected:
    """`otherwise` for whoever `statuses` does not name.

    Nobody signed in: sign-in (401 from the API). The integration has no pages; the API treats it as a manager who
    does not lead, unless named.
    """
    nobody = {"anonymous": 401} if api else {"anonymous": SIGN_IN, "integration": SIGN_IN}
    return {name: statuses.get(name, nobody.get(name, otherwise)) for name in EVERYBODY}


def everybody(ok: int = 200, *, api: bool = False) -> Expected:
    """Whoever is signed in."""
    return expect(ok, api=api)


def sees_reps_account(ok: int = 200, *, api: bool = False, hidden: int = 404) -> Expected:
    """`ok` for those who see rep's account; it does not exist for the others."""
    blind = {name: hidden for name in ROLES if name not in SEES_REPS_ACCOUNT}
    return expect(ok, api=api, **blind)


def leads_only(ok: int = 200, *, api: bool = False) -> Expected:
    """Managers, directors and administrators of whatever team (what is not tied to an account)."""
    return expect(403, api=api, **dict.fromkeys(LEADS, ok))


def leads_reps_account(ok: int = 200, *, api: bool = False) -> Expected:
    """Who leads and sees rep's account; 403 to who sees it but does not lead, 404 to the rest."""
    blind = {name: 404 for name in ROLES if name not in SEES_REPS_ACCOUNT}
    return expect(403, api=api, **{**blind, **dict.fromkeys(LEADS_REP, ok)})


def admin_only(ok: int = 200, *, api: bool = False) -> Expected:
    return expect(403, api=api, admin=ok)


def own_only(owner: str = "rep", ok: int = 200, *, api: bool = False, admin: int | None = None) -> Expected:
    """What belongs to one person (a saved view, a key); the administrator too where `admin` says so."""
    statuses = {owner: ok} if admin is None else {owner: ok, "admin": admin}
    return expect(404, api=api, **statuses)


def anybody(ok: int = 200) -> Expected:
    """Also without signing in (the sign-in page itself, health)."""
    return dict.fromkeys(EVERYBODY, ok)
