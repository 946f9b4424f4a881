"""The public pages, under /<language>/p/appreciation/."""

from django.urls import path

from sawti_appreciation import pages

urlpatterns = [
    path("", pages.show_wall, name="wall"),
    path("thank/", pages.Thank.as_view(), name="thank"),
    path("withdraw/", pages.Withdraw.as_view(), name="withdraw"),
    path("counts/", pages.show_counts, name="counts"),
]
