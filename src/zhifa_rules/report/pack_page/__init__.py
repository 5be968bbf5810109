"""Pages about rule packs for lawyers and clerks, in Markdown: Chinese first, English beside it."""

from zhifa_rules.report.pack_page.index import index_page
from zhifa_rules.report.pack_page.page import pack_page

__all__ = ["index_page", "pack_page"]
