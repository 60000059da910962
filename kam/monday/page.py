"""Five questions on a page, each answered in one sentence with figures, its rows beneath."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from foundation.ui.lists import address
from journal.live import LivePage
from pipeline.choices import LINE_NAMES
from pipeline.views.doors import OfOwnGoals, doors
from teams.models import Company
from teams.views.doors import ForLeads

from .answers import monday


class MondayPage(ForLeads, OfOwnGoals, LivePage):
    template_name = "kam/monday.html"
    fragment = "kam/_monday.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, query = monday(self.request), self.request.GET
        return super().get_context_data(
            **kwargs,
            monday=found,
            filter=found.chosen,
            line_names=LINE_NAMES,
            currency=Company.current().base_currency,
            won_url=doors(query, found.quarter)["won"],
            quota_url=reverse("quota") + address(query),
            moved_url=reverse("movement_rows") + address(found.moving.data),
            movement_url=reverse("movement") + address(found.moving.data),
            stuck_url=reverse("opportunity_list") + address(query, flag="stuck"),
            short_url=reverse("quota") + address(query, short="true"),
            review_url=reverse("review_week") + address(query, reviewed="false"),
        )
