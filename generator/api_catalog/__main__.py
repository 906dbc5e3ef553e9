"""``python -m api_catalog`` is the command ``api-catalog``."""

from api_catalog.cli import main

main()
