from __future__ import annotations

from django.urls import path

from .views import contract

urlpatterns = [
    path("accounts/<int:pk>/contracts/new/", contract.ContractNew.as_view(), name="contract_new"),
    path("contracts/<int:pk>/", contract.ContractDetail.as_view(), name="contract_detail"),
    path("contracts/<int:pk>/edit/", contract.ContractEdit.as_view(), name="contract_edit"),
    path("contracts/<int:pk>/renew/", contract.ContractRenew.as_view(), name="contract_renew"),
    path("contracts/<int:pk>/settle/", contract.ContractSettle.as_view(), name="contract_settle"),
    path("contracts/<int:pk>/terminate/", contract.ContractTerminate.as_view(), name="contract_terminate"),
    path("reports/contracts/", contract.ContractList.as_view(), name="contract_list"),
    path("rules/contracts/", contract.RemindersRule.as_view(), name="contract_reminders"),
]
