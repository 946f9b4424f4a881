from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "sawti.limits"
    label = "limits"
