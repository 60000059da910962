"""The floor: what Django REST framework needs at least for fifty rows of the accounts table."""

from __future__ import annotations

from rest_framework import generics, pagination, serializers

from accounts.models import Account


class BareSerializer(serializers.ModelSerializer):
    class Meta:
        model = Account
        fields = "__all__"


class BarePages(pagination.CursorPagination):
    """The leanest of DRF's own: no count."""

    page_size = 50
    ordering = "-id"


class BareList(generics.ListAPIView):
    """No authentication, no permission, no filter, no throttle: rows as they are."""

    queryset = Account.objects.all()
    serializer_class = BareSerializer
    pagination_class = BarePages
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    filter_backends = ()
