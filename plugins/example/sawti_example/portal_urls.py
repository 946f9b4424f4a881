"""The example's public pages, under /<language>/p/example/."""

from django.urls import path

from sawti_example.pages import show_greeting

urlpatterns = [path("", show_greeting, name="greeting")]
