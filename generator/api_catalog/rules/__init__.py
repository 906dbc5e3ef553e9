"""House rules: Catalog → Problems. A rule is one function with ``@rule`` in a file of its topic."""

from api_catalog.rules.engine import Finding, Rule, Subject, check, rule, rules

__all__ = ["Finding", "Rule", "Subject", "check", "rule", "rules"]
