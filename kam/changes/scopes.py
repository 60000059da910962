"""Which scope an API key needs to read the history of a kind of record: that of the noun it has at its own address."""

from __future__ import annotations

from typing import Final

KINDS: Final = {
    "accounts": ("accounts.account", "accounts.owncadence", "dossier.need"),
    "alert-rules": ("scoring.alertrule", "scoring.playbook"),
    "assessments": ("relations.assessment",),
    "attachments": ("dossier.attachment",),
    "churn": ("scoring.churnrule", "scoring.retentionrule"),
    "competitors": ("pipeline.competitor",),
    "complaints": ("care.complaint", "care.authority"),
    "contacts": ("accounts.contact", "relations.referral", "relations.profile", "relations.acquaintance"),
    "contracts": ("dossier.contract", "dossier.contractreminder"),
    "developments": ("pipeline.development", "pipeline.developmentstep"),
    "expectations": ("dossier.expectation",),
    "forecast": ("pipeline.adjustment",),
    "losses": ("losses.loss", "losses.lossreason"),
    "market": ("scoring.marketshare", "scoring.marketrule"),
    "opportunities": ("pipeline.opportunity",),
    "performance": ("pipeline.performancereview",),
    "plans": ("plans.accountplan", "plans.keypoint", "plans.resourcemix"),
    "products": ("pipeline.product",),
    "quotas": ("pipeline.quota",),
    "reviews": ("pipeline.questionset",),
    "stages": ("pipeline.stage", "pipeline.proposal"),
    "surveys": ("surveys.survey", "surveys.surveypoint"),
    "tier-policies": ("scoring.tierpolicy",),
    "visits": ("accounts.visit", "rights.rightsrule"),
    "wallets": ("wallet.estimate", "wallet.walletrule"),
    "walls": ("relations.wall", "relations.helprequest", "relations.markadvice"),
}
SCOPE_OF: Final = {kind: f"{noun}:read" for noun, kinds in KINDS.items() for kind in kinds}
"""What is not here has no address of its own; a key with scopes does not read it."""
