"""How static files are named: by their content, so that browsers keep them for good."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Wagtail's style sheet points at pictures of an app that is not installed (decision 0004).
NOT_INSTALLED = "wagtailimages/"


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Whitenoise's storage, but for what Wagtail names and we do not have."""

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """Return the name with the hash of the content; a missing file of ours still fails."""
        if name.startswith(NOT_INSTALLED) and not self.exists(name):
            return name
        return str(super().hashed_name(name, content, filename))
