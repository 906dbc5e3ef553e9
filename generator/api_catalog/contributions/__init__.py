"""What a contribution is about: the APIs that it adds, changes and takes away, told to those who review it."""

from api_catalog.contributions.change import Change, Contribution, contribution
from api_catalog.contributions.report import summary

__all__ = ["Change", "Contribution", "contribution", "summary"]
