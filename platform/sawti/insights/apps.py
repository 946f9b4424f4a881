from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "sawti.insights"
    label = "insights"

    def ready(self) -> None:
        from sawti.insights import steps
        from sawti.insights.steps import replays

        steps.register()
        replays.register()
