from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "sawti.attachments"
    label = "attachments"
