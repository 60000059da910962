from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

FACTS = [
    *("visit.logged", "visit.planned", "visit.updated", "visit.cancelled", "visit.step_done", "visit.step_reopened"),
    *("account.assigned", "account.archived", "account.unarchived"),
    *("account.merged", "account.merge_undone", "account.gathered"),
    *("opportunity.created", "opportunity.updated", "opportunity.won", "opportunity.lost", "opportunity.reopened"),
    *("opportunity.assigned", "opportunity.archived", "opportunity.restored"),
    "owncadence.set",
    *("survey.answered", "survey.dissatisfied", "survey.withdrawn"),
    *("complaint.opened", "complaint.updated", "complaint.escalated", "complaint.closed"),
    *("contact.created", "contact.updated", "contact.archived", "contact.unarchived"),
    *("contract.added", "contract.updated", "contract.settled", "contract.renewed", "contract.terminated"),
]
"""Events after which an account's alerts of all that does not come from the ledger are judged anew."""


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = _("Scoring")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.merging import follows, hold_before_merging, stays  # noqa: PLC0415
        from journal.services import subscribe  # noqa: PLC0415
        from teams.digests import register  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .digest import KIND  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .services.night import hold_alerts  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows(*(f"scoring.{name}.account" for name in ("ledgerentry", "alert", "keymark")))
        follows("scoring.tierpin.account", name=_("pinned tiers"))
        # What nights decided about the account as it was; the next one decides about the survivor from all its rows.
        stays(*(f"scoring.{name}.account" for name in ("tierdecision", "churnprediction", "departure", "retained")))
        stays("scoring.whatifmove.account")
        # What nights keep of both to start from; the triggers mark both as touched when their rows move.
        stays(*(f"scoring.{name}.account_id" for name in ("rhythm", "standing", "summed", "touched")))
        hold_before_merging(hold_alerts)
        register(KIND)
        post_migrate.connect(ensure_defaults, sender=self)
        for verb in FACTS:
            subscribe(verb, "scoring.refresh_alerts")
        tell_people()
        keep_history()
