from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "sawti_example"
    label = "example"
