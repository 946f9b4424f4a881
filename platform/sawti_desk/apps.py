from django.apps import AppConfig


class SawtiDeskConfig(AppConfig):
    name = "sawti_desk"
    label = "sawti_desk"
