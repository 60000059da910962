from __future__ import annotations

from django.urls import path

from .views import complaint, rules

urlpatterns = [
    path("accounts/<int:pk>/complaints/new/", complaint.ComplaintNew.as_view(), name="complaint_new"),
    path("accounts/<int:pk>/authority/", rules.AccountAuthority.as_view(), name="account_authority"),
    path("complaints/<int:pk>/", complaint.ComplaintDetail.as_view(), name="complaint_detail"),
    path("complaints/<int:pk>/edit/", complaint.ComplaintEdit.as_view(), name="complaint_edit"),
    path("complaints/<int:pk>/escalate/", complaint.ComplaintEscalate.as_view(), name="complaint_escalate"),
    path("complaints/<int:pk>/rate/", complaint.ComplaintRate.as_view(), name="complaint_rate"),
    path("reports/complaints/", complaint.ComplaintList.as_view(), name="complaint_list"),
    path("rules/authority/", rules.AuthorityRules.as_view(), name="authority_rules"),
    path("rules/authority/<slug:matter>/", rules.AuthorityEdit.as_view(), name="authority_edit"),
    path("rules/complaints/", rules.IcebergEdit.as_view(), name="iceberg_rule"),
]
