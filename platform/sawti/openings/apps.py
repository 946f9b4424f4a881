from django.apps import AppConfig


class OpeningsConfig(AppConfig):
    name = "sawti.openings"
    label = "openings"
