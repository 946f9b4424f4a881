"""What has no language in its address."""

from django.urls import path

from sawti_portal.pages import choose_language
from sawti_portal.vouched import back

urlpatterns = [
    path("", choose_language, name="start"),
    # A provider has to know it to the letter, so it stays the same whatever languages there are.
    path("sign-in/provider/back/", back, name="person_back"),
]
