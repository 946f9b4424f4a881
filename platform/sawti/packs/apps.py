from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "sawti.packs"
    label = "packs"
