from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    name = "pipeline"
    verbose_name = _("Pipeline")

    def ready(self) -> None:
        # Both need models, which are loaded only now.
        from journal.services import subscribe  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415

        for verb in ("account.assigned", "account.shared"):
            subscribe(verb, "pipeline.follow_account")
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="pipeline.defaults")
