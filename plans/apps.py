from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Account plans")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.merging import follows  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415

        follows("plans.accountplan.account")
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="plans.ensure_defaults")
