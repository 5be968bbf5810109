"""Writes the pages and schemas under ``docs`` that are derived from the code, so that they cannot drift.

``python docs/generate.py`` writes them; ``python docs/generate.py --check`` fails when one is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from zhifa_rules.cli.main import cli
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.records import EventRecord, builtin_catalogue
from zhifa_rules.records.shapes import shape_of
from zhifa_rules.records.vocabulary import WORDS
from zhifa_rules.report.pack_page import index_page, pack_page
from zhifa_rules.testing.case_files import read_cases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.records.shapes import FieldShape, RecordType

HERE = Path(__file__).parent
COMMANDS = ("check", "explain", "packs", "show", "lint", "test", "compile", "mutate", "source", "schema")
SUBCOMMANDS = {"source": ("verify",)}


def pages() -> dict[str, str]:
    """Give every generated page by its file name."""
    return {
        "cli.md": _cli_page(),
        "records.md": _records_page(),
        "schema/records.json": _schema("records"),
        "schema/report.json": _schema("report"),
        "schema/rulesets.json": _schema("rulesets"),
        "schema/verification.json": _schema("verification"),
        **_pack_pages(),
    }


def _pack_pages() -> dict[str, str]:
    packs = [load_pack(name) for name in builtin_packs()]
    kinds = {pack.id: [case.kind for case in read_cases(pack)] for pack in packs}
    index = index_page((pack, len(kinds[pack.id])) for pack in packs)
    return {"packs/README.md": index, **{f"packs/{pack.id}.md": pack_page(pack, kinds[pack.id]) for pack in packs}}


def _cli_page() -> str:
    parts = ["# The command line", "", _help()]
    for command in COMMANDS:
        parts += [f"## zhifa-rules {command}", "", _help(command)]
        for further in SUBCOMMANDS.get(command, ()):
            parts += [f"### zhifa-rules {command} {further}", "", _help(command, further)]
    return "\n".join(parts)


def _help(*command: str) -> str:
    text = CliRunner().invoke(cli, [*command, "--help"], prog_name="zhifa-rules", terminal_width=100).output
    return f"```\n{text.rstrip()}\n```\n"


def _schema(which: str) -> str:
    text = CliRunner().invoke(cli, ["schema", which], prog_name="zhifa-rules").output
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _records_page() -> str:
    lines = [
        "# Records",
        "",
        "Every record is a mapping with `type` and `id`. A field marked ◇ also takes `none` (known absent), null,",
        "`{one_of: […]}` and bounds: `{not_before, not_after}` for dates, `{at_least, at_most}` for integers.",
        "A list is known wholly or not at all: it takes `none` and null only.",
        "",
        "## Fields of all records",
        "",
        *_table(shape_of(EventRecord).fields.values()),
    ]
    for record_type in builtin_catalogue().types.values():
        lines += ["", f"## {record_type.name} {record_type.label_zh}", "", record_type.meaning.replace("``", "`")]
        if record_type.natural_key:
            lines += [
                "",
                f"Records with the same {', '.join(f'`{k}`' for k in record_type.natural_key)} are one thing.",
            ]
        table = _table(field for field in record_type.shape.fields.values() if _is_own(field, record_type))
        lines += ["", *table] if table else []
    lines += ["", "## Words", ""]
    for name, words in WORDS.items():
        lines.append(f"- **{name}**: " + ", ".join(f"`{word}` {zh}" for word, (zh, _) in words.items()))
    return "\n".join(lines) + "\n"


def _table(fields: Iterable[FieldShape]) -> list[str]:
    rows = [_row(field) for field in fields]
    return ["| field | 名称 | kind | meaning |", "|---|---|---|---|", *rows] if rows else []


def _is_own(field: FieldShape, record_type: RecordType) -> bool:
    """Whether the type adds the field to the common ones, or says something of its own about it."""
    if field.name == "type":
        return False
    base = EventRecord.model_fields.get(field.name)
    return base is None or base.description != record_type.model.model_fields[field.name].description


def _row(field: FieldShape) -> str:
    kind = f"{field.kind.value}{' list' if field.many else ''}{' ◇' if field.uncertain else ''}"
    if field.words is not None:
        kind += f" ({field.words.vocabulary})"
    meaning = field.meaning
    if field.element is not None:
        meaning += " Each with: " + ", ".join(f"`{name}`" for name in field.element.fields) + "."
    if field.assumption is not None:
        meaning += f" Left out: {field.assumption.en}."
    return f"| `{field.name}` | {field.label} | {kind} | {meaning} |"


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` tell which are stale."""
    stale = {name: text for name, text in pages().items() if _current(name) != text}
    if "--check" in arguments:
        for name in stale:
            print(f"docs/{name} is stale; run: python docs/generate.py")
        return 1 if stale else 0
    for name, text in stale.items():
        target = HERE / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"wrote docs/{name}")
    return 0


def _current(name: str) -> str:
    path = HERE / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
