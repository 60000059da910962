from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "care"
    verbose_name = _("Customer care")

    def ready(self) -> None:
        # Needs the models, which are not loaded yet when this module is.
        from accounts.merging import follows  # noqa: PLC0415

        from .defaults import ensure_defaults  # noqa: PLC0415
        from .notices import tell_people  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        follows("care.complaint.account")
        post_migrate.connect(ensure_defaults, sender=self, dispatch_uid="care.ensure_defaults")
        tell_people()
        keep_history()
