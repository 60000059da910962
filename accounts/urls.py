from __future__ import annotations

from django.urls import path

from .views import account, calendar, contact, merge, rules, visit

urlpatterns = [
    path("accounts/", account.AccountList.as_view(), name="account_list"),
    path("accounts/search/", account.AccountSearch.as_view(), name="account_search"),
    path("accounts/new/", account.AccountNew.as_view(), name="account_new"),
    path("accounts/<int:pk>/edit/", account.AccountEdit.as_view(), name="account_edit"),
    path("accounts/<int:pk>/assign/", account.AccountAssign.as_view(), name="account_assign"),
    path("accounts/<int:pk>/archive/", account.AccountArchive.as_view(), name="account_archive"),
    path("accounts/similar/", merge.AccountSimilar.as_view(), name="account_similar"),
    path("accounts/<int:pk>/merge/", merge.MergeChoose.as_view(), name="merge_choose"),
    path("accounts/<int:pk>/merge/<int:other>/", merge.AccountMerge.as_view(), name="account_merge"),
    path("accounts/<int:pk>/two/<int:other>/", merge.ToldApart.as_view(), name="two_accounts"),
    path("merges/<int:pk>/", merge.MergeDetail.as_view(), name="merge"),
    path("merges/<int:pk>/undo/", merge.MergeUndo.as_view(), name="merge_undo"),
    path("reports/duplicates/", merge.DuplicateList.as_view(), name="duplicate_list"),
    path("rules/merging/", merge.MergeRuleEdit.as_view(), name="merge_rule"),
    path("accounts/<int:account_pk>/contacts/new/", contact.ContactNew.as_view(), name="contact_new"),
    path("contacts/<int:pk>/edit/", contact.ContactEdit.as_view(), name="contact_edit"),
    path("contacts/<int:pk>/archive/", contact.ContactArchive.as_view(), name="contact_archive"),
    path("visits/", visit.VisitList.as_view(), name="visit_list"),
    path("visits/new/", visit.VisitNew.as_view(), name="visit_new"),
    path("visits/plan/", visit.VisitPlan.as_view(), name="visit_plan"),
    path("visits/<int:pk>/edit/", visit.VisitEdit.as_view(), name="visit_edit"),
    path("visits/<int:pk>/log/", visit.VisitLog.as_view(), name="visit_log"),
    path("visits/<int:pk>/cancel/", visit.VisitCancel.as_view(), name="visit_cancel"),
    path("visits/<int:pk>/step-done/", visit.StepDone.as_view(), name="step_done"),
    path("calendar/", calendar.Calendar.as_view(), name="calendar"),
    path("saved-views/new/<slug:page>/", rules.SavedViewNew.as_view(), name="saved_view_new"),
    path("saved-views/<int:pk>/delete/", rules.SavedViewDelete.as_view(), name="saved_view_delete"),
    path("rules/cadence/", rules.CadenceEdit.as_view(), name="cadence_edit"),
]
