from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "sawti.catalogue"
    label = "catalogue"
