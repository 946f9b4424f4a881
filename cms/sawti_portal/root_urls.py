"""What has no language in its address."""

from django.urls import path

from sawti_portal.pages import choose_language

urlpatterns = [path("", choose_language, name="start")]
