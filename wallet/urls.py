from __future__ import annotations

from django.urls import path

from .views import report, rules, wallet

urlpatterns = [
    path("accounts/<int:pk>/wallet/", wallet.WalletPage.as_view(), name="wallet"),
    path("accounts/<int:pk>/wallet/new/", wallet.WalletNew.as_view(), name="wallet_new"),
    path("wallets/<int:pk>/", wallet.WalletDetail.as_view(), name="wallet_detail"),
    path("wallets/<int:pk>/withdraw/", wallet.WalletWithdraw.as_view(), name="wallet_withdraw"),
    path("reports/wallets/", report.WalletList.as_view(), name="wallet_list"),
    path("rules/wallets/", rules.WalletRuleEdit.as_view(), name="wallet_rule"),
]
