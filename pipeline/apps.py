from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    name = "pipeline"
    verbose_name = _("Pipeline")

    def ready(self) -> None:
        # Both need models, which are loaded only now.
        from accounts.merging import follows, object_to_merging  # noqa: PLC0415
        from accounts.services.account import object_to_archiving  # noqa: PLC0415
        from journal.services import subscribe  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .questions import ensure_questions  # noqa: PLC0415
        from .services.development import both_developed  # noqa: PLC0415
        from .services.following import open_opportunities_of  # noqa: PLC0415
        from .steps import ensure_steps  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        verbs = ("account.assigned", "account.shared", "account.merged", "account.merge_undone", "account.gathered")
        for verb in verbs:
            subscribe(verb, "pipeline.follow_account")
        follows("pipeline.opportunity.account", "pipeline.development.account")
        object_to_merging(both_developed)
        object_to_archiving(open_opportunities_of)
        for fill in (ensure_defaults, ensure_questions, ensure_steps):
            post_migrate.connect(fill, sender=self, dispatch_uid=f"pipeline.{fill.__name__}")
        tell_people()
        keep_history()
