from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        # The triggers read the models, which are not loaded yet when this module is.
        from foundation.telling import ask_before_writes, tell_on  # noqa: PLC0415

        from .history.acting import told  # noqa: PLC0415
        from .history.altering import accompany, part  # noqa: PLC0415
        from .history.standing import check_standing  # noqa: PLC0415
        from .history.tracked import check_spoken  # noqa: PLC0415
        from .history.triggers import keep_in_step  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        ask_before_writes(told)
        connection_created.connect(tell_on, dispatch_uid="journal.tell_on")
        pre_migrate.connect(accompany, sender=self, dispatch_uid="journal.accompany")
        post_migrate.connect(part, sender=self, dispatch_uid="journal.part")
        post_migrate.connect(keep_in_step, sender=self, dispatch_uid="journal.keep_in_step")
        register(check_spoken)
        register(check_standing, Tags.database, deploy=True)
        keep_history()
