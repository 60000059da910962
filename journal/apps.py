from django.apps import AppConfig
from django.core.checks import register
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        # The triggers read the models, which are not loaded yet when this module is.
        from foundation.telling import ask_before_writes, tell_on  # noqa: PLC0415

        from .history.acting import told  # noqa: PLC0415
        from .history.tracked import check_spoken  # noqa: PLC0415
        from .history.triggers import keep_in_step, make_way  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        ask_before_writes(told)
        connection_created.connect(tell_on, dispatch_uid="journal.tell_on")
        pre_migrate.connect(make_way, sender=self, dispatch_uid="journal.make_way")
        post_migrate.connect(keep_in_step, sender=self, dispatch_uid="journal.keep_in_step")
        register(check_spoken)
        keep_history()
