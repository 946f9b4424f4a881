from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "sawti.clients"
    label = "clients"
