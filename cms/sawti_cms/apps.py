from django.apps import AppConfig


class SawtiCmsConfig(AppConfig):
    name = "sawti_cms"
    label = "sawti_cms"
