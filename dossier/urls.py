from __future__ import annotations

from django.urls import path

from .views import attachment, contract, expectation, need

urlpatterns = [
    path("accounts/<int:pk>/contracts/new/", contract.ContractNew.as_view(), name="contract_new"),
    path("contracts/<int:pk>/", contract.ContractDetail.as_view(), name="contract_detail"),
    path("contracts/<int:pk>/edit/", contract.ContractEdit.as_view(), name="contract_edit"),
    path("contracts/<int:pk>/renew/", contract.ContractRenew.as_view(), name="contract_renew"),
    path("contracts/<int:pk>/settle/", contract.ContractSettle.as_view(), name="contract_settle"),
    path("contracts/<int:pk>/terminate/", contract.ContractTerminate.as_view(), name="contract_terminate"),
    path("accounts/<int:pk>/files/", attachment.AttachmentList.as_view(), name="attachment_list"),
    path("accounts/<int:pk>/files/new/", attachment.AttachmentNew.as_view(), name="attachment_new"),
    path("files/<int:pk>/", attachment.AttachmentEdit.as_view(), name="attachment_edit"),
    path("files/<int:pk>/save/", attachment.AttachmentSave.as_view(), name="attachment_save"),
    path("files/<int:pk>/open/", attachment.AttachmentOpen.as_view(), name="attachment_open"),
    path("files/<int:pk>/preview/", attachment.AttachmentPreview.as_view(), name="attachment_preview"),
    path("files/<int:pk>/remove/", attachment.AttachmentRemove.as_view(), name="attachment_remove"),
    path("files/<int:pk>/restore/", attachment.AttachmentRestore.as_view(), name="attachment_restore"),
    path("rules/files/", attachment.FilesRule.as_view(), name="attachment_rule"),
    path("accounts/<int:pk>/expectations/", expectation.ExpectationsOf.as_view(), name="expectation_list"),
    path("accounts/<int:pk>/expectations/new/", expectation.ExpectationNew.as_view(), name="expectation_new"),
    path("expectations/<int:pk>/", expectation.ExpectationEdit.as_view(), name="expectation_edit"),
    path("expectations/<int:pk>/change/", expectation.ExpectationChange.as_view(), name="expectation_change"),
    path("expectations/<int:pk>/end/", expectation.ExpectationEnd.as_view(), name="expectation_end"),
    path("accounts/<int:pk>/needs/", need.Needs.as_view(), name="needs"),
    path("reports/expectations/", expectation.ExpectationReport.as_view(), name="expectation_report"),
    path("reports/contracts/", contract.ContractList.as_view(), name="contract_list"),
    path("rules/contracts/", contract.RemindersRule.as_view(), name="contract_reminders"),
]
