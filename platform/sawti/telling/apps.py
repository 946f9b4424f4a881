from django.apps import AppConfig


class TellingConfig(AppConfig):
    name = "sawti.telling"
    label = "telling"
