"""House rules: Catalog → Problems. A rule is a function with ``@rule`` or ``@catalog_rule`` in a file of its topic."""

from api_catalog.rules.engine import Finding, Rule, Subject, Whole, catalog_rule, check_api, check_whole, rule, rules

__all__ = ["Finding", "Rule", "Subject", "Whole", "catalog_rule", "check_api", "check_whole", "rule", "rules"]
