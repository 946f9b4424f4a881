from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "sawti.calendars"
    label = "calendars"
