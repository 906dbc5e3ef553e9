"""OpenAPI → what a template draws. Templates never see raw descriptions."""

from api_catalog.reference.build import reference_of
from api_catalog.reference.model import ReferenceView

__all__ = ["ReferenceView", "reference_of"]
