"""The example's pages for staff, under /desk/p/example/."""

from django.urls import path

from sawti_example.pages import show_counts

urlpatterns = [path("", show_counts, name="counts")]
