"""What every operation of the API has in common, added to the OpenAPI document: problem documents and headers."""

from __future__ import annotations

from typing import Any, Final

CHOICES: Final = {
    "PeriodKindEnum": "pipeline.choices.PeriodKind",
    "MoveCauseEnum": "pipeline.choices.MoveCause",
    "TierEnum": "accounts.choices.Tier",
    "VisitStateEnum": "accounts.choices.VisitState",
    "ChannelEnum": "accounts.choices.Channel",
    "VisitOutcomeEnum": "accounts.choices.Outcome",
    "CloseReasonEnum": "pipeline.choices.CloseReason",
    "CloseOutcomeEnum": "pipeline.choices.OUTCOMES",
    "WallMarkEnum": "relations.choices.Mark",
    "ControlEnum": "relations.choices.Level",
    "RuleEnum": "scoring.choices.Rule",
    "EntryKindEnum": "scoring.choices.EntryKind",
    "AlertCauseEnum": "scoring.choices.Cause",
    "AlertStateEnum": "scoring.choices.AlertState",
    "ImportStateEnum": "integrations.models.upload.ImportState",
    "SurveyStateEnum": "surveys.choices.SurveyState",
    "SurveyPointKindEnum": "surveys.choices.Asks",
    "ContractKindEnum": "dossier.choices.ContractKind",
    "FileKindEnum": "dossier.choices.PaperKind",
    "LossStateEnum": "losses.choices.LossState",
    "WinBackStateEnum": "losses.choices.WinBackState",
    "RunStateEnum": "scoring.choices.RunState",
    "WalletSourceEnum": "wallet.choices.Source",
}
"""One name for a set of choices, wherever it stands."""

PROBLEM: Final = {
    "type": "object",
    "description": "A problem document (RFC 9457): every refusal of the API has this shape.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "By field: what is wrong with it. `non_field_errors` is about the whole.",
            "additionalProperties": True,
        },
        "current": {
            "type": "object",
            "description": "With 412: the row as it stands now.",
            "additionalProperties": True,
        },
    },
    "required": ["type", "title", "status", "detail"],
}

REFUSALS: Final = {
    "400": "Something of what was sent is not usable; `errors` names the fields.",
    "401": "No valid API key and no session.",
    "403": "The key lacks a scope, or the person may not do this.",
    "404": "There is no such row, or it is out of the caller's sight.",
    "409": "A request with this Idempotency-Key is still running.",
    "412": "Somebody changed the row since it was read; `current` is the row as it stands.",
    "413": "The body is larger than 2 MB; with files, larger than an upload, or a file than the rule, may be.",
    "415": "A body, or a file in it, of a kind that is not taken.",
    "422": "This Idempotency-Key was used with another request.",
    "428": "An edit needs the version that was read.",
    "429": "Too many requests; Retry-After tells the seconds to wait.",
}
ALWAYS: Final = ["400", "401", "403", "429"]
BY_METHOD: Final = {"post": ["409", "413", "415", "422"], "patch": ["412", "413", "428"], "put": ["412", "413", "428"]}
OF_ONE_ROW: Final = {"post": ["404", "412", "428"]}

IDEMPOTENCY_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "Sent again with the same key and body, the request has no second effect and gets the same answer.",
}
IF_MATCH: Final = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": 'The version that was read, as the ETag gave it: `"3"`; or send it as `version` in the body.',
}


def add_common(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: refusals of every operation, headers of writes."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {status: _response(text) for status, text in REFUSALS.items()}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, has_id="{" in path)
    return result


def _complete(operation: dict[str, Any], method: str, *, has_id: bool) -> None:
    named = REFUSALS.keys() & operation["responses"]
    refusals = {*named, *ALWAYS, *BY_METHOD.get(method, []), *(OF_ONE_ROW.get(method, ["404"]) if has_id else [])}
    for status in sorted(refusals):
        operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
    headers = [IF_MATCH] if has_id and method in BY_METHOD else []
    headers += [IDEMPOTENCY_KEY] if method == "post" else []
    operation.setdefault("parameters", []).extend(headers)


def _response(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}
