from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "sawti.isolation"
    label = "isolation"
