"""Problems and their report formats; a format is one file here with a ``report`` function."""

from api_catalog.problems.context import Context
from api_catalog.problems.problem import Problem, Severity, in_order
from api_catalog.problems.reports import formats, report

__all__ = ["Context", "Problem", "Severity", "formats", "in_order", "report"]
