from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "sawti.consents"
    label = "consents"
