from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        # All need models, which are loaded only now.
        from foundation.ui.shell import count_beside  # noqa: PLC0415
        from journal.services import listen  # noqa: PLC0415
        from teams.digests import register  # noqa: PLC0415
        from teams.models.user import bring_with_reader  # noqa: PLC0415

        from .digest import KIND  # noqa: PLC0415
        from .queries import has_unread, unread_count  # noqa: PLC0415
        from .services.mentions import hear_mentions  # noqa: PLC0415
        from .services.telling import hear  # noqa: PLC0415
        from .tracking import keep_history  # noqa: PLC0415

        listen(hear)
        listen(hear_mentions)
        register(KIND)
        bring_with_reader("has_unread", has_unread)
        count_beside("notice_list", unread_count)
        keep_history()
