"""The pages for staff, under /desk/p/appreciation/."""

from django.urls import path

from sawti_appreciation import review

urlpatterns = [
    path("", review.review, name="review"),
    path("<uuid:appreciation_id>/", review.decide, name="decide"),
]
