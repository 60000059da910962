from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

_BEARING = (
    *(f"account.{what}" for what in ("created", "updated", "assigned", "archived", "unarchived", "looked_over")),
    *(f"account.{what}" for what in ("merged", "merge_undone", "gathered")),
    *(f"contact.{what}" for what in ("created", "updated", "archived", "unarchived")),
    *(f"plan.{what}" for what in ("created", "updated")),
    *(f"objective.{what}" for what in ("created", "updated")),
    *(f"planaction.{what}" for what in ("created", "updated", "done", "reopened")),
    *(f"expectation.{what}" for what in ("heard", "updated", "ended")),
    *(f"survey.{what}" for what in ("answered", "dissatisfied", "withdrawn")),
    *("owncadence.set", "need.written", "wall.marked", "loss.recorded", "loss.withdrawn", "loss.won_back"),
)
_SOON = tuple(f"visit.{what}" for what in ("logged", "planned", "updated", "cancelled", "step_done", "step_reopened"))
"""Within moments, through the queue: these are written all day."""
_BEARING_ON_ALL = ("rightsrule.changed", "cadence.changed", "completenessrule.changed", "person.deactivated")


class RightsConfig(AppConfig):
    name = "rights"
    verbose_name = _("4R check")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.merging import stays  # noqa: PLC0415
        from journal.services import react, subscribe  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .services import verdict_judge  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        stays("rights.verdict.account")
        for verb in _BEARING:
            react(verb, verdict_judge)
        for verb in _SOON:
            subscribe(verb, "rights.judge_one")
        for verb in _BEARING_ON_ALL:
            subscribe(verb, "rights.judge_all")
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="rights.ensure_defaults")
        keep_history()
