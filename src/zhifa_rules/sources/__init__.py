"""Reading what people write: YAML with positions, fields of rule packs, files of event records."""

from zhifa_rules.sources.files import decoded, read_file, unreadable
from zhifa_rules.sources.garbage import uncollected
from zhifa_rules.sources.nodes import (
    MAX_DEPTH,
    Mapping,
    Node,
    Scalar,
    Sequence,
    capped,
    describe,
    join_path,
)
from zhifa_rules.sources.raw_record import RawRecord, field_location
from zhifa_rules.sources.reader import Fields, Localized, did_you_mean
from zhifa_rules.sources.record_files import read_records
from zhifa_rules.sources.yaml_text import load_yaml, load_yaml_all

__all__ = [
    "MAX_DEPTH",
    "Fields",
    "Localized",
    "Mapping",
    "Node",
    "RawRecord",
    "Scalar",
    "Sequence",
    "capped",
    "decoded",
    "describe",
    "did_you_mean",
    "field_location",
    "join_path",
    "load_yaml",
    "load_yaml_all",
    "read_file",
    "read_records",
    "uncollected",
    "unreadable",
]
