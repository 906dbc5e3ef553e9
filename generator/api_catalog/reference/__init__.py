"""OpenAPI → what a template draws. Templates never see raw descriptions."""

from api_catalog.reference.build import reference_of
from api_catalog.reference.model import ReferenceView
from api_catalog.reference.split import Part, places_of, split

__all__ = ["Part", "ReferenceView", "places_of", "reference_of", "split"]
