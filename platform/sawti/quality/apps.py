from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "sawti.quality"
    label = "quality"
