from django.apps import AppConfig


class SawtiApiConfig(AppConfig):
    name = "sawti_api"
    label = "sawti_api"
