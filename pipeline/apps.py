from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    name = "pipeline"
    verbose_name = _("Pipeline")

    def ready(self) -> None:
        from pipeline.defaults import ensure_defaults  # noqa: PLC0415  models are loaded only now

        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="pipeline.defaults")
