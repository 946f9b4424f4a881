"""The calls, under /api/v1/p/appreciation/."""

from django.urls import path

from sawti_appreciation.api import Counts

urlpatterns = [path("counts", Counts.as_view(), name="counts")]
