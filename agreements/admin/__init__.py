"""The admin, a module an entity."""

from agreements.admin import agreement, event, institution, instrument, party, project, report, signatory, source, theme

__all__ = [
    "agreement",
    "event",
    "institution",
    "instrument",
    "party",
    "project",
    "report",
    "signatory",
    "source",
    "theme",
]
