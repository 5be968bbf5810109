"""DuckDB: the ten rules as one SQL statement over an Arrow table that is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from benchmarks.standard.arrow import calendar_table, events_table
from benchmarks.standard.work import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "DuckDB SQL, from an Arrow table"
LIBRARIES: tuple[str, ...] = ("duckdb", "pyarrow")

_SQL = f"""
with today as (select date '{AS_OF}' as today),
notices as (
  select matter, "by", "on", number, unlimited from events where type = 'document_issued' and kind = 'notice'),
visits as (select matter, "by", "on", persons from events where type = 'activity_performed'),
corrections as (select matter, "by", "on" from events where type = 'correction_made'),
reports as (select matter, "by", "on" from events where type = 'document_sent' and kind = 'correction_report'),
closings as (select matter, "by", "on" from events where type = 'matter_closed'),
receipts as (
  select r.matter, r."by", n."by" as issuer, r."on", r."on" + 30 as due
  from events r join notices n on r.matter = n.matter and r.document = n.number and r.issuer = n."by"
  where r.type = 'document_received'),
decisions as (
  select e.matter, e."by", e.number, c.last_day
  from events e join calendar c on e."on" = c.decided where e.type = 'decision_made'),
publications as (select matter, document, "on" from events where type = 'document_published'),
governments as (select organ from events where type = 'organ_registered' and kind = 'government'),
reviews as (
  select "by", count(*) as n from events
  where type = 'review_completed' and "on" between date '2025-01-01' and date '2025-12-31' group by "by")
select 'two-officers' as rule, "by", matter from visits
where len(list_distinct([p.person for p in persons if p.role = 'supervision_officer'])) < 2
   or len([p for p in persons if not list_contains(p.certificates_shown, 'supervision')]) > 0
union select 'limit', "by", matter from notices where unlimited
union select 'after-visit', "by", matter from notices n
where not exists (from visits v where v.matter = n.matter and v."by" = n."by" and v."on" <= n."on")
union select 'rectify', "by", matter from receipts r, today
where today > due and (
  not exists (from corrections c where c.matter = r.matter and c."by" = r."by" and c."on" <= r.due)
  or not exists (from reports s where s.matter = r.matter and s."by" = r."by" and s."on" <= r.due))
union select 'not-closed-early', c."by", c.matter from closings c
join receipts r on c.matter = r.matter and c."on" between r."on" and r.due
where not exists (from corrections d where d.matter = r.matter and d."by" = r."by" and d."on" <= c."on")
union select 'decide', r.issuer, r.matter
from receipts r join closings c on c.matter = r.matter and c."on" > r.due, today where today > r.due
  and not exists (from corrections d where d.matter = r.matter and d."by" = r."by")
  and not exists (from events d where d.type = 'document_issued' and d.kind = 'decision' and d.matter = r.matter
                  and d."by" = r.issuer)
union select 'publish', "by", matter from decisions d, today
where today > last_day
  and not exists (from publications p where p.matter = d.matter and p.document = d.number and p."on" <= d.last_day)
union select 'yearly-review', organ, '2025' from governments g left join reviews r on r."by" = g.organ
where coalesce(n, 0) < 2
union select 'reviewers', "by", '' from events where type = 'staff_counted' and reviewers * 100 < officers * 5
"""


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Make the tables beforehand."""
    return on_table(events_table(records))


def on_table(events: Any) -> Callable[[], set[Violation]]:  # noqa: ANN401
    """Give the function that runs the statement over a table of events."""
    connection = duckdb.connect()
    connection.register("events", events)
    connection.register("calendar", calendar_table())

    def run() -> set[Violation]:
        found: Iterable[Violation] = connection.execute(_SQL).fetchall()
        return set(found)

    return run
