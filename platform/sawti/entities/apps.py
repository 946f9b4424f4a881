from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "sawti.entities"
    label = "entities"
