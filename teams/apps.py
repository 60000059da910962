from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = _("Teams")

    def ready(self) -> None:
        from .defaults import ensure_defaults  # noqa: PLC0415  (models are not ready before)
        from .tracking import keep_history  # noqa: PLC0415

        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="teams.defaults")
        keep_history()
