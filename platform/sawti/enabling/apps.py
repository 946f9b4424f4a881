from django.apps import AppConfig


class EnablingConfig(AppConfig):
    name = "sawti.enabling"
    label = "enabling"
