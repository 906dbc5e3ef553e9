"""What schemas cannot say of a description: do its parts fit together? One function a check, one file a topic."""

from api_catalog.validation.semantics.engine import Check, check, checks, problems_of

__all__ = ["Check", "check", "checks", "problems_of"]
