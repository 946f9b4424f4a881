from django.apps import AppConfig


class SawtiUiConfig(AppConfig):
    """What all pages share: style sheet, templates, forms, themes. No models."""

    name = "sawti_ui"
    verbose_name = "Sawti pages"
