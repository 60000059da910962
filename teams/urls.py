from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import company, people, preferences, rates, session, subscriptions

urlpatterns = [
    path("sign-in/", session.SignIn.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("password/", session.PasswordChange.as_view(), name="password_change"),
    path("password/<uidb64>/<token>/", session.PasswordSet.as_view(), name="password_set"),
    path("preferences/", preferences.Preferences.as_view(), name="preferences"),
    path("preferences/digests/", preferences.Digests.as_view(), name="digests"),
    path("subscriptions/", subscriptions.SubscriptionList.as_view(), name="subscription_list"),
    path("subscriptions/new/<slug:report>/", subscriptions.SubscriptionNew.as_view(), name="subscription_new"),
    path("subscriptions/<int:pk>/", subscriptions.SubscriptionEdit.as_view(), name="subscription_edit"),
    path("subscriptions/<int:pk>/stop/", subscriptions.SubscriptionStop.as_view(), name="subscription_stop"),
    path("subscriptions/end/<str:token>/", subscriptions.SubscriptionEnd.as_view(), name="subscription_end"),
    path("people/", people.PeopleList.as_view(), name="people_list"),
    path("people/search/", people.PersonSearch.as_view(), name="person_search"),
    path("people/new/", people.PersonNew.as_view(), name="person_new"),
    path("people/<int:pk>/", people.PersonEdit.as_view(), name="person_edit"),
    path("people/<int:pk>/link/", people.PersonLink.as_view(), name="person_link"),
    path("people/<int:pk>/deactivate/", people.PersonDeactivate.as_view(), name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.PersonReactivate.as_view(), name="person_reactivate"),
    path("teams/search/", company.TeamSearch.as_view(), name="team_search"),
    path("teams/new/", company.TeamNew.as_view(), name="team_new"),
    path("teams/<int:pk>/", company.TeamEdit.as_view(), name="team_edit"),
    path("company/", company.CompanyEdit.as_view(), name="company_edit"),
    path("rates/", rates.Rates.as_view(), name="rate_list"),
    path("rates/<int:pk>/remove/", rates.RateRemove.as_view(), name="rate_remove"),
    path("cost-rates/", rates.CostRates.as_view(), name="cost_rate_list"),
    path("cost-rates/<int:pk>/remove/", rates.CostRateRemove.as_view(), name="cost_rate_remove"),
]
