"""The example's calls, under /api/v1/p/example/."""

from django.urls import path

from sawti_example.api import Counts

urlpatterns = [path("counts", Counts.as_view(), name="counts")]
