from __future__ import annotations

from django.urls import path

from .views import people, wall

urlpatterns = [
    path("accounts/<int:pk>/wall/", wall.WallPage.as_view(), name="wall"),
    path("accounts/<int:pk>/help/", wall.HelpAsk.as_view(), name="help_ask"),
    path("accounts/<int:pk>/chart/", people.OrgChart.as_view(), name="org_chart"),
    path("accounts/<int:pk>/people/", people.PeopleMap.as_view(), name="people_map"),
    path("accounts/<int:pk>/referral/", people.ReferralEdit.as_view(), name="referral_edit"),
    path("accounts/<int:pk>/referral/remove/", people.ReferralRemove.as_view(), name="referral_remove"),
    path("contacts/search/", people.ContactSearch.as_view(), name="contact_search"),
    path("contacts/<int:pk>/superior/", people.SuperiorChoose.as_view(), name="superior"),
    path("contacts/<int:pk>/relation/", people.ProfileEdit.as_view(), name="profile_edit"),
    path("contacts/<int:pk>/assessment/", people.AssessmentEdit.as_view(), name="assessment_edit"),
    path("contacts/<int:pk>/known-by/", people.AcquaintanceNew.as_view(), name="acquaintance_new"),
    path("known-by/<int:pk>/remove/", people.AcquaintanceRemove.as_view(), name="acquaintance_remove"),
    path("help/<int:pk>/", wall.HelpAnswer.as_view(), name="help_answer"),
    path("reports/walls/", wall.WallList.as_view(), name="wall_list"),
    path("rules/wall/", wall.WallRule.as_view(), name="wall_rule"),
]
