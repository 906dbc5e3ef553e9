"""Requests to copy: ``read`` fills a Request in from a description, ``languages`` write it down."""

from __future__ import annotations

from api_catalog.reference.model import SampleView
from api_catalog.reference.samples.languages import languages
from api_catalog.reference.samples.request import Request


def samples_of(request: Request) -> tuple[SampleView, ...]:
    """The request in every language."""
    return tuple(SampleView(module.LANGUAGE, module.render(request)) for module in languages())
