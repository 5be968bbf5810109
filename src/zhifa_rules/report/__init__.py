"""Reports: findings, their explanations and one module per output format."""

from zhifa_rules.report.finding import Context, Finding, Kind
from zhifa_rules.report.report import Report

__all__ = ["Context", "Finding", "Kind", "Report"]
