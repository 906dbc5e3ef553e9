"""Where work runs, and what is remembered from one run to the next."""

from api_catalog.execution.cache import Cache
from api_catalog.execution.executors import ExecutorError
from api_catalog.execution.spread import spread
from api_catalog.execution.stages import Stages, tracked

__all__ = ["Cache", "ExecutorError", "Stages", "spread", "tracked"]
