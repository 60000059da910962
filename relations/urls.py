from __future__ import annotations

from django.urls import path

from .views import wall

urlpatterns = [
    path("accounts/<int:pk>/wall/", wall.WallPage.as_view(), name="wall"),
    path("accounts/<int:pk>/help/", wall.HelpAsk.as_view(), name="help_ask"),
    path("help/<int:pk>/", wall.HelpAnswer.as_view(), name="help_answer"),
    path("reports/walls/", wall.WallList.as_view(), name="wall_list"),
    path("rules/wall/", wall.WallRule.as_view(), name="wall_rule"),
]
