from __future__ import annotations

from surveys.links import link_path
from surveys.models import SurveyPoint, SurveyRule
from tests.permissions.table import Route, anybody, everybody, leads_only, sees_reps_account
from tests.permissions.world import World

API = "/api/v1"
NOTE = {"version": 1, "note": "The wrong person"}
ASK = {"language": "en", "link_days": 7}


def _account(page: str):
    return lambda w: f"/accounts/{w.account.pk}/{page}"


def _survey(page: str = ""):
    return lambda w: f"/surveys/{w.survey.pk}/{page}"


def _api(action: str = ""):
    return lambda w: f"{API}/surveys/{w.survey.pk}/{action}"


def _questions(w: World) -> dict[str, object]:
    told: dict[str, object] = {}
    for row in SurveyPoint.objects.all():
        told |= {f"version_{row.pk}": 1, f"position_{row.pk}": row.position, f"is_offered_{row.pk}": "on"}
        told |= {f"text_{row.pk}": row.text, f"text_zh_{row.pk}": row.text_zh}
    return told


def _answers(w: World) -> dict[str, object]:
    point = SurveyPoint.objects.first()
    return {"account": w.account.pk, "answers": [{"point": point.pk, "expectation": 5, "experience": 3}]}


def _closed(w: World) -> str:
    """One that answers, but takes nothing: no member of the cast uses up what the next one needs."""
    type(w.survey).objects.filter(pk=w.survey.pk).update(state="withdrawn", end_note="x")
    return link_path(w.survey)


PAGES = [
    Route("satisfaction", "GET", _account("satisfaction/"), sees_reps_account()),
    Route("survey_ask", "GET", _account("surveys/ask/"), sees_reps_account()),
    Route("survey_ask", "POST", _account("surveys/ask/"), sees_reps_account(302), data=ASK),
    Route("survey_new", "GET", _account("surveys/new/"), sees_reps_account()),
    Route("survey_new", "POST", _account("surveys/new/"), sees_reps_account(302), data=lambda w: w.survey_said),
    Route("survey_detail", "GET", _survey(), sees_reps_account()),
    Route("survey_withdraw", "GET", _survey("withdraw/"), sees_reps_account()),
    Route("survey_withdraw", "POST", _survey("withdraw/"), sees_reps_account(302), data=NOTE),
    Route("survey_public", "GET", lambda w: link_path(w.survey), anybody()),
    Route("survey_public", "POST", _closed, anybody(410), data=lambda w: w.survey_said),
    Route("satisfaction_list", "GET", "/reports/satisfaction/", everybody()),
    Route("satisfaction_export", "GET", "/reports/satisfaction/export.csv", everybody()),
    Route("survey_export", "GET", "/reports/satisfaction/surveys.csv", everybody()),
    Route("survey_points", "GET", "/rules/surveys/", leads_only()),
    Route("survey_points", "POST", "/rules/surveys/", leads_only(302), data=_questions),
    Route("survey_rule", "GET", "/rules/surveys/days/", leads_only()),
    Route(
        "survey_rule", "POST", "/rules/surveys/days/", leads_only(302),
        data=lambda w: {"version": SurveyRule.current().version, "link_days": 10, "stale_days": 100},
    ),
]  # fmt: skip

REST = [
    Route("survey-list", "GET", f"{API}/surveys/", everybody(api=True), api=True),
    Route(
        "survey-list", "POST", f"{API}/surveys/", sees_reps_account(201, api=True, hidden=400), api=True, data=_answers
    ),
    Route("survey-detail", "GET", _api(), sees_reps_account(api=True), api=True),
    Route(
        "survey-ask", "POST", f"{API}/surveys/ask/", sees_reps_account(201, api=True, hidden=400), api=True,
        data=lambda w: {"account": w.account.pk, **ASK},
    ),
    Route("survey-withdraw", "POST", _api("withdraw/"), sees_reps_account(api=True), api=True, data=NOTE),
    Route("satisfaction-of-list", "GET", f"{API}/satisfaction/", everybody(api=True), api=True),
    Route(
        "satisfaction-of-detail", "GET", lambda w: f"{API}/satisfaction/{w.account.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route("survey-point-list", "GET", f"{API}/survey-points/", everybody(api=True), api=True),
    Route(
        "survey-point-detail", "GET", lambda w: f"{API}/survey-points/{SurveyPoint.objects.first().pk}/",
        everybody(api=True), api=True,
    ),
]  # fmt: skip

ROUTES = PAGES + REST
