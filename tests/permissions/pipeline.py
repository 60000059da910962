"""Who may do what with stages, opportunities and the funnel."""

from __future__ import annotations

from typing import Any

from foundation import clock
from pipeline.queries import present_questions
from tests.permissions.table import (
    LEADS,
    LEADS_REP,
    Route,
    everybody,
    expect,
    leads_only,
    leads_reps_account,
    sees_reps_account,
)
from tests.permissions.world import World

NOUN = "/api/v1/opportunities/"


def page(action: str = "", row: str = "opportunity") -> Any:
    return lambda w: f"/pipeline/{getattr(w, row).pk}/{action}"


def at(action: str = "", row: str = "opportunity", start: str = NOUN) -> Any:
    return lambda w: f"{start}{getattr(w, row).pk}/{action}"


def version(row: str = "opportunity", **more: Any) -> Any:
    return lambda w: {"version": getattr(w, row).version, **more}


def as_typed(w: World) -> dict[str, Any]:
    return {"name": "Rolling mill", "amount": "60000", "currency": "CNY", "version": w.opportunity.version}


def new(w: World) -> dict[str, Any]:
    return {"account": w.account.pk, "name": "Furnace", "amount": "1", "currency": "CNY", "stage": w.stage.pk}


def new_by_api(w: World) -> dict[str, Any]:
    return {"account": w.account.pk, "name": "Furnace", "amount": "1"}


def to_manager(w: World) -> dict[str, Any]:
    return {"owner": w.cast.manager.pk, "version": w.opportunity.version}


def reviewed(w: World) -> dict[str, Any]:
    questions = present_questions()
    first = questions.questions.all()[0].pk
    return {"set_version": questions.version, f"answer_{first}": "yes", "note": "Go on"}


def reviewed_by_api(w: World) -> dict[str, Any]:
    first = present_questions().questions.all()[0].pk
    return {"opportunity": w.opportunity.pk, "answers": [{"question": first, "answer": "yes"}]}


def questions(w: World) -> dict[str, Any]:
    asked = present_questions().questions.all()
    texts = {
        f"{name}_{place}": getattr(question, name)
        for place, question in enumerate(asked)
        for name in ("text", "text_zh", "hint", "hint_zh")
    }
    return {"version": 1, "reason": "Clearer", **texts, "text_0": "Is there a need?"}


def questions_by_api(w: World) -> dict[str, Any]:
    asked = present_questions().questions.all()
    texts = [{name: getattr(question, name) for name in ("text", "text_zh", "hint", "hint_zh")} for question in asked]
    return {"version": 1, "reason": "Clearer", "questions": [{**texts[0], "text": "Is there a need?"}, *texts[1:]]}


def target(w: World) -> dict[str, Any]:
    return {"account": w.account.pk, "goal": "Supply all presses"}


def at_development(action: str = "", row: str = "development", start: str = "/pipeline/development/") -> Any:
    return lambda w: f"{start}{getattr(w, row).pk}/{action}"


DEVELOPMENTS = "/api/v1/developments/"
RECORD = {"note": "Met the plant manager", "on": clock.today().isoformat()}
FAILED = {"reason": "price", "lesson": "They asked for three offers"}
STEP = {"name": "Choose", "name_zh": "选定", "needs": "A reason", "needs_zh": "理由", "version": "1"}


def talk(*, ok: int = 200, person: int | None = None, api: bool = False) -> Any:
    """Who leads rep; `person` is what rep is answered, the rest never hear of it."""
    statuses = dict.fromkeys(LEADS_REP, ok) | ({"rep": ok if person is None else person})
    return expect(404, api=api, **statuses)


def new_talk(w: World) -> dict[str, Any]:
    return {"person": w.cast.rep.pk, "starts_on": "2026-01-01", "ends_on": "2026-03-31"}


TALKS, AGREED = "/api/v1/performance-reviews/", "/api/v1/agreed-actions/"
NOTES = {"results": "Well done", "funnel": "", "activity": "", "gaps": ""}
PROMISE = {"text": "Two visits a week", "due_on": clock.today().isoformat()}
RULE = {"min_amount": "1000", "closing_days": "7", "version": "1"}
WON = {"outcome": "won", "reason": "value"}
STAGE = {
    "name": "Prospect",
    "name_zh": "潜在",
    "probability": "25",
    "category": "pipeline",
    "normal_days": "20",
    "version": "1",
}

ROUTES = [
    Route("board", "GET", "/pipeline/", everybody()),
    Route("opportunity_list", "GET", "/pipeline/opportunities/", everybody()),
    Route("opportunity_new", "GET", lambda w: f"/pipeline/new/?account={w.account.pk}", everybody()),
    Route("opportunity_new", "POST", "/pipeline/new/", sees_reps_account(302, hidden=422), data=new),
    Route("opportunity_detail", "GET", page(), sees_reps_account()),
    Route("opportunity_edit", "GET", page("edit/"), sees_reps_account()),
    Route("opportunity_edit", "POST", page("edit/"), sees_reps_account(302), data=as_typed),
    Route("opportunity_assign", "GET", page("assign/"), leads_reps_account()),
    Route("opportunity_assign", "POST", page("assign/"), leads_reps_account(302), data=to_manager),
    Route("opportunity_move", "GET", page("move/"), sees_reps_account()),
    Route("opportunity_move", "POST", page("move/"), sees_reps_account(302), data=version(stage="upside", note="")),
    Route("opportunity_close", "GET", page("close/?outcome=lost"), sees_reps_account()),
    Route(
        "opportunity_close", "POST", page("close/"), sees_reps_account(302),
        data=version(**WON, note="", closed_on=clock.today().isoformat()),
    ),
    Route(
        "opportunity_reopen", "POST", page("reopen/", "won_opportunity"), sees_reps_account(302),
        data=version("won_opportunity"),
    ),
    Route("opportunity_archive", "POST", page("archive/"), sees_reps_account(302), data=version()),
    Route("review_week", "GET", "/pipeline/reviews/", everybody()),
    Route("opportunity_review", "GET", page("review/?week=1"), sees_reps_account()),
    Route("opportunity_review", "POST", page("review/"), sees_reps_account(302), data=reviewed),
    Route("review_pick", "POST", page("pick/"), sees_reps_account(302)),
    Route("review_detail", "GET", lambda w: f"/pipeline/reviews/{w.review.pk}/", sees_reps_account()),
    Route(
        "review_action_done", "POST", lambda w: f"/pipeline/reviews/actions/{w.review_action.pk}/done/",
        sees_reps_account(302),
    ),
    Route("questions", "GET", "/rules/questions/", leads_only()),
    Route("questions", "POST", "/rules/questions/", leads_only(302), data=questions),
    Route("review_rule", "GET", "/rules/review-week/", leads_only()),
    Route("review_rule", "POST", "/rules/review-week/", leads_only(302), data=RULE),
    Route("question-set-list", "GET", "/api/v1/question-sets/", everybody(api=True), api=True),
    Route(
        "question-set-list", "POST", "/api/v1/question-sets/", leads_only(201, api=True), api=True,
        data=questions_by_api,
    ),
    Route(
        "question-set-detail", "GET", lambda w: f"/api/v1/question-sets/{present_questions().pk}/",
        everybody(api=True), api=True,
    ),
    Route("opportunity-review-list", "GET", "/api/v1/opportunity-reviews/", everybody(api=True), api=True),
    Route(
        "opportunity-review-list", "POST", "/api/v1/opportunity-reviews/",
        sees_reps_account(201, api=True, hidden=400), api=True, data=reviewed_by_api,
    ),
    Route(
        "opportunity-review-detail", "GET", lambda w: f"/api/v1/opportunity-reviews/{w.review.pk}/",
        sees_reps_account(api=True), api=True,
    ),
    Route("review-action-list", "GET", "/api/v1/review-actions/", everybody(api=True), api=True),
    Route(
        "review-action-detail", "GET", lambda w: f"/api/v1/review-actions/{w.review_action.pk}/",
        sees_reps_account(api=True), api=True,
    ),
    Route(
        "review-action-done", "POST", lambda w: f"/api/v1/review-actions/{w.review_action.pk}/done/",
        sees_reps_account(api=True), api=True,
    ),
    Route(
        "review-action-reopen", "POST", lambda w: f"/api/v1/review-actions/{w.review_action.pk}/reopen/",
        sees_reps_account(api=True), api=True,
    ),
    Route("win_loss", "GET", "/reports/win-loss/", everybody()),
    Route("performance_list", "GET", "/performance/", everybody()),
    Route("performance_new", "GET", "/performance/new/", leads_only()),
    Route(
        "performance_new", "POST", "/performance/new/", leads_only(302) | {"rival": 422}, data=new_talk
    ),
    Route("performance_detail", "GET", lambda w: f"/performance/{w.performance.pk}/", talk()),
    Route(
        "performance_detail", "POST", lambda w: f"/performance/{w.performance.pk}/", talk(ok=302, person=403),
        data=version("performance", **NOTES),
    ),
    Route("performance_agree", "GET", lambda w: f"/performance/{w.performance.pk}/agree/", talk(person=403)),
    Route(
        "performance_agree", "POST", lambda w: f"/performance/{w.performance.pk}/agree/", talk(ok=302, person=403),
        data=lambda w: {**PROMISE, "owner": w.cast.rep.pk},
    ),
    Route(
        "performance_close", "POST", lambda w: f"/performance/{w.performance.pk}/close/", talk(ok=302, person=403),
        data=version("performance"),
    ),
    Route(
        "agreed_action_done", "POST", lambda w: f"/performance/actions/{w.agreed_action.pk}/done/", talk(ok=302)
    ),
    Route("performance-review-list", "GET", TALKS, everybody(api=True), api=True),
    Route(
        "performance-review-list", "POST", TALKS,
        expect(400, api=True, rep=403, peer=403, integration=403, **dict.fromkeys(LEADS_REP, 201)), api=True,
        data=new_talk,
    ),
    Route("performance-review-detail", "GET", at("", "performance", TALKS), talk(api=True), api=True),
    Route(
        "performance-review-detail", "PATCH", at("", "performance", TALKS), talk(person=403, api=True), api=True,
        data=version("performance", results="Well done"),
    ),
    Route(
        "performance-review-close", "POST", at("close/", "performance", TALKS), talk(person=403, api=True), api=True,
        data=version("performance"),
    ),
    Route("agreed-action-list", "GET", AGREED, everybody(api=True), api=True),
    Route(
        "agreed-action-list", "POST", AGREED,
        expect(400, api=True, rep=403, **dict.fromkeys(LEADS_REP, 201)), api=True,
        data=lambda w: {**PROMISE, "review": w.performance.pk, "owner": w.cast.rep.pk},
    ),
    Route("agreed-action-detail", "GET", at("", "agreed_action", AGREED), talk(api=True), api=True),
    Route("agreed-action-done", "POST", at("done/", "agreed_action", AGREED), talk(api=True), api=True),
    Route("development_list", "GET", "/pipeline/development/", everybody()),
    Route("development_new", "GET", lambda w: f"/pipeline/development/new/?account={w.account.pk}", everybody()),
    Route(
        "development_new", "POST", "/pipeline/development/new/", sees_reps_account(302, hidden=422), data=target
    ),
    Route(
        "development_similar", "GET", lambda w: f"/pipeline/development/similar/?account={w.account.pk}", everybody()
    ),
    Route("development_detail", "GET", at_development(), sees_reps_account()),
    Route("development_edit", "GET", at_development("edit/"), sees_reps_account()),
    Route(
        "development_edit", "POST", at_development("edit/"), sees_reps_account(302),
        data=version("development", goal="All of it"),
    ),
    Route("development_record", "GET", at_development("record/"), sees_reps_account()),
    Route(
        "development_record", "POST", at_development("record/"), sees_reps_account(302),
        data=version("development", **RECORD),
    ),
    Route("development_fail", "GET", at_development("fail/"), sees_reps_account()),
    Route(
        "development_fail", "POST", at_development("fail/"), sees_reps_account(302),
        data=version("development", **FAILED),
    ),
    Route(
        "development_reopen", "POST", at_development("reopen/", "failed_development"), sees_reps_account(302),
        data=version("failed_development"),
    ),
    Route("development_steps", "GET", "/rules/development/", leads_only()),
    Route("development_step_edit", "GET", "/rules/development/1/", leads_only()),
    Route("development_step_edit", "POST", "/rules/development/1/", leads_only(302), data=STEP),
    Route("development-step-list", "GET", "/api/v1/development-steps/", everybody(api=True), api=True),
    Route("development-step-detail", "GET", "/api/v1/development-steps/1/", everybody(api=True), api=True),
    Route(
        "development-step-detail", "PATCH", "/api/v1/development-steps/1/", leads_only(api=True), api=True,
        data={"needs": "A reason", "version": 1},
    ),
    Route("development-list", "GET", DEVELOPMENTS, everybody(api=True), api=True),
    Route(
        "development-list", "POST", DEVELOPMENTS, sees_reps_account(201, api=True, hidden=400), api=True, data=target
    ),
    Route("development-detail", "GET", at_development(start=DEVELOPMENTS), sees_reps_account(api=True), api=True),
    Route(
        "development-detail", "PATCH", at_development(start=DEVELOPMENTS), sees_reps_account(api=True), api=True,
        data=version("development", goal="All of it"),
    ),
    Route(
        "development-record", "POST", at_development("record/", start=DEVELOPMENTS), sees_reps_account(api=True),
        api=True, data=version("development", **RECORD),
    ),
    Route(
        "development-fail", "POST", at_development("fail/", start=DEVELOPMENTS), sees_reps_account(api=True),
        api=True, data=version("development", **FAILED),
    ),
    Route(
        "development-reopen", "POST", at_development("reopen/", "failed_development", DEVELOPMENTS),
        sees_reps_account(api=True), api=True, data=version("failed_development"),
    ),
    Route(
        "development-entries", "GET", at_development("entries/", start=DEVELOPMENTS), sees_reps_account(api=True),
        api=True,
    ),
    Route("funnel", "GET", "/reports/funnel/", everybody()),
    Route("stage_list", "GET", "/rules/stages/", leads_only()),
    Route("stage_edit", "GET", "/rules/stages/prospect/", leads_only()),
    Route("stage_edit", "POST", "/rules/stages/prospect/", leads_only(302), data=STAGE),
    Route("stage-list", "GET", "/api/v1/stages/", everybody(api=True), api=True),
    Route("stage-detail", "GET", "/api/v1/stages/prospect/", everybody(api=True), api=True),
    Route(
        "stage-detail", "PATCH", "/api/v1/stages/prospect/", leads_only(api=True), api=True,
        data={"probability": "25", "version": 1},
    ),
    Route("opportunity-list", "GET", NOUN, everybody(api=True), api=True),
    Route("opportunity-list", "POST", NOUN, sees_reps_account(201, api=True, hidden=400), api=True, data=new_by_api),
    Route("opportunity-detail", "GET", at(), sees_reps_account(api=True), api=True),
    Route(
        "opportunity-detail", "PATCH", at(), sees_reps_account(api=True), api=True, data=version(name="Mill")
    ),
    Route(
        "opportunity-move", "POST", at("move/"), sees_reps_account(api=True), api=True, data=version(stage="upside")
    ),
    Route("opportunity-close", "POST", at("close/"), sees_reps_account(api=True), api=True, data=version(**WON)),
    Route(
        "opportunity-reopen", "POST", at("reopen/", "won_opportunity"), sees_reps_account(api=True), api=True,
        data=version("won_opportunity"),
    ),
    Route("opportunity-archive", "POST", at("archive/"), sees_reps_account(api=True), api=True, data=version()),
    Route("opportunity-unarchive", "POST", at("unarchive/"), sees_reps_account(api=True), api=True, data=version()),
    Route("opportunity-moves", "GET", at("moves/"), sees_reps_account(api=True), api=True),
    Route("funnel-list", "GET", "/api/v1/funnel/", everybody(api=True), api=True),
]  # fmt: skip


def about_rep(**more: Any) -> Any:
    return lambda w: {"person": w.cast.rep.pk, "kind": "year", "day": "2031-05-05", **more}


def about_rep_told(**more: Any) -> Any:
    return lambda w: {"person": w.cast.rep.pk, "kind": "year", "starts_on": "2031-05-05", **more}


ADJUSTED = {"measure": "commit", "amount": "-5", "reason": "They wait for spring"}
QUOTA, QUOTA_TOLD = about_rep(base="1000", currency="CNY"), about_rep_told(base="1000", currency="CNY")
ADJUSTMENT, ADJUSTMENT_TOLD = about_rep(**ADJUSTED), about_rep_told(**ADJUSTED)
SET_BY_REPS_LEADS = expect(403, rival=422, **dict.fromkeys(LEADS_REP, 302))
SET_BY_API = expect(403, api=True, rival=400, outsider=400, **dict.fromkeys(LEADS_REP, 201))
SEES_REP = ["rep", "manager", "director", "admin", "integration"]


def about_rep_seen(ok: int = 200) -> Any:
    """What is said about rep: he and those above him."""
    return expect(404, api=True, **dict.fromkeys(SEES_REP, ok))


def about_rep_led(ok: int = 200, *, api: bool = False) -> Any:
    """What is said about rep: changed by those above him."""
    refused = {} if api else dict.fromkeys(["rep", "peer", "outsider"], 403)
    seen = {"rep": 403, "integration": 403} if api else {}
    return expect(404, api=api, **refused, **seen, **dict.fromkeys(LEADS_REP, ok))


DECISION = {"reason": "Two years of cases", "decision": "accept"}
ROUTES += [
    *(
        Route(name, "GET", f"/reports/{path}", everybody())
        for name, path in [
            ("movement", "movement/"), ("movement_rows", "movement/rows/?line=new"), ("forecast", "forecast/"),
            ("quota", "quota/"), ("productivity", "productivity/"), ("movement_export", "movement/export.csv"),
            ("forecast_export", "forecast/export.csv"), ("quota_export", "quota/export.csv"),
            ("productivity_export", "productivity/export.csv"), ("funnel_export", "funnel/export.csv"),
            ("funnel_then", "funnel/then/"), ("funnel_then_export", "funnel/then/export.csv"),
            ("ageing", "ageing/"), ("ageing_export", "ageing/export.csv"),
            ("win_loss_export", "win-loss/export.csv"), ("against_whom_export", "competitors/export.csv"),
        ]
    ),
    Route("adjustment_new", "GET", "/reports/forecast/adjust/", leads_only()),
    Route("adjustment_new", "POST", "/reports/forecast/adjust/", SET_BY_REPS_LEADS, data=ADJUSTMENT),
    Route(
        "adjustment_withdraw", "POST", lambda w: f"/reports/forecast/adjust/{w.adjustment.pk}/", about_rep_led(302)
    ),
    Route("forecast_rule", "GET", "/rules/forecast/", leads_only()),
    Route(
        "forecast_rule", "POST", "/rules/forecast/", leads_only(302),
        data={"prior_weight": "30", "level": "0.9", "lookback_months": "12", "version": "1"},
    ),
    Route("proposal_make", "POST", "/rules/probabilities/", leads_only(302)),
    Route("proposal", "GET", lambda w: f"/rules/probabilities/{w.proposal.pk}/", leads_only()),
    Route("proposal", "POST", lambda w: f"/rules/probabilities/{w.proposal.pk}/", leads_only(302), data=DECISION),
    Route("quota_list", "GET", "/rules/quotas/", leads_only()),
    Route("quota_list", "POST", "/rules/quotas/", SET_BY_REPS_LEADS, data=QUOTA),
    Route("quota_edit", "GET", lambda w: f"/rules/quotas/{w.quota.pk}/", about_rep_led()),
    Route(
        "quota_edit", "POST", lambda w: f"/rules/quotas/{w.quota.pk}/", about_rep_led(302),
        data={"base": "2000", "stretch": "2500", "currency": "CNY", "version": "1"},
    ),
    Route("quota_remove", "POST", lambda w: f"/rules/quotas/{w.quota.pk}/remove/", about_rep_led(302)),
    *(
        Route(f"{name}-list", "GET", f"/api/v1/{name}/", everybody(api=True), api=True)
        for name in [
            *("movement", "forecast", "saturation", "productivity", "ageing", "win-loss", "against-whom"),
            "funnel-then",
        ]
    ),
    *(
        Route(f"{name}-list", "GET", f"/api/v1/{name}s/", everybody(api=True), api=True)
        for name in ["forecast-adjustment", "forecast-snapshot", "quota", "probability-proposal"]
    ),
    Route(
        "forecast-adjustment-list", "POST", "/api/v1/forecast-adjustments/", SET_BY_API, api=True,
        data=ADJUSTMENT_TOLD,
    ),
    Route(
        "forecast-adjustment-detail", "GET", lambda w: f"/api/v1/forecast-adjustments/{w.adjustment.pk}/",
        about_rep_seen(), api=True,
    ),
    Route(
        "forecast-adjustment-withdraw", "POST", lambda w: f"/api/v1/forecast-adjustments/{w.adjustment.pk}/withdraw/",
        about_rep_led(api=True), api=True,
    ),
    Route(
        "forecast-snapshot-detail", "GET", lambda w: f"/api/v1/forecast-snapshots/{w.snapshot.pk}/", about_rep_seen(),
        api=True,
    ),
    Route("quota-list", "POST", "/api/v1/quotas/", SET_BY_API, api=True, data=QUOTA_TOLD),
    Route("quota-detail", "GET", lambda w: f"/api/v1/quotas/{w.quota.pk}/", about_rep_seen(), api=True),
    Route(
        "quota-detail", "PATCH", lambda w: f"/api/v1/quotas/{w.quota.pk}/", about_rep_led(api=True), api=True,
        data={"base": "900", "version": 1},
    ),
    Route("quota-detail", "DELETE", lambda w: f"/api/v1/quotas/{w.quota.pk}/", about_rep_led(204, api=True), api=True),
    Route("probability-proposal-list", "POST", "/api/v1/probability-proposals/", leads_only(201, api=True), api=True),
    Route(
        "probability-proposal-detail", "GET", lambda w: f"/api/v1/probability-proposals/{w.proposal.pk}/",
        expect(404, api=True, **dict.fromkeys(LEADS, 200)), api=True,
    ),
    *(
        Route(
            f"probability-proposal-{verb}", "POST",
            lambda w, verb=verb: f"/api/v1/probability-proposals/{w.proposal.pk}/{verb}/",
            expect(404, api=True, **dict.fromkeys(LEADS, 200)), api=True, data={"reason": "Two years of cases"},
        )
        for verb in ["accept", "reject"]
    ),
]  # fmt: skip
