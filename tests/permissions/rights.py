from __future__ import annotations

from rights.models import RightsRule
from rights.services import verdict_judge
from tests.permissions.table import Route, everybody, leads_only, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"
RULE = {
    "key_tiers": ["platinum"], "objectives": 2, "visit_share": 70, "decider_days": 90, "people_key": 2,
    "people_other": 1, "record_score": 50, "expectation_days": 90, "survey_days": 200, "owner_days": 90,
    "wall_marks": 3,
}  # fmt: skip


def _verdict(w: World) -> str:
    verdict_judge(w.account.pk)
    return f"{API}/four-rights/{w.account.pk}/"


PAGES = [
    Route("coverage", "GET", "/reports/coverage/", everybody()),
    Route("coverage_export", "GET", "/reports/coverage/export.csv", everybody()),
    Route("four_rights_list", "GET", "/reports/coverage/four-rights/", everybody()),
    Route("four_rights_export", "GET", "/reports/coverage/four-rights.csv", everybody()),
    Route("four_rights", "GET", lambda w: f"/accounts/{w.account.pk}/four-rights/", sees_reps_account()),
    Route("rights_rule", "GET", "/rules/four-rights/", leads_only()),
    Route(
        "rights_rule", "POST", "/rules/four-rights/", leads_only(302),
        data=lambda w: {"version": RightsRule.current().version, **RULE},
    ),
]  # fmt: skip

REST = [
    Route("coverage-list", "GET", f"{API}/coverage/", everybody(api=True), api=True),
    Route("four-rights-of-list", "GET", f"{API}/four-rights/", everybody(api=True), api=True),
    Route("four-rights-of-detail", "GET", _verdict, sees_reps_account(api=True), api=True),
    Route("rights-rule-list", "GET", f"{API}/four-rights-rules/", everybody(api=True), api=True),
    Route("rights-rule-detail", "GET", f"{API}/four-rights-rules/1/", everybody(api=True), api=True),
]

ROUTES = PAGES + REST
