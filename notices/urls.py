from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/<int:pk>/open/", views.NoticeOpen.as_view(), name="notice_open"),
    path("notices/read/", views.NoticesReadAll.as_view(), name="notices_read_all"),
    path("notices/wanted/", views.Wanted.as_view(), name="notices_wanted"),
]
