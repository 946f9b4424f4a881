from django.apps import AppConfig


class AppreciationConfig(AppConfig):
    name = "sawti_appreciation"
    label = "appreciation"
