"""Loading packs: from the built-in ones, or from a directory."""

from __future__ import annotations

import hashlib
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa_rules.errors import Location, PackError, Problem, UsageError
from zhifa_rules.norms.forms import forms
from zhifa_rules.norms.rule import Instrument as RuleInstrument
from zhifa_rules.norms.rule import RuleContext, RuleReader, text_of
from zhifa_rules.norms.scope import Scope
from zhifa_rules.packs.declared import read_declared_types
from zhifa_rules.packs.instruments import read_instruments
from zhifa_rules.packs.ledger import Clause, UnreadLedger, read_ledger
from zhifa_rules.packs.pack import CaseFile, Pack, Rule
from zhifa_rules.packs.readings import read_questions
from zhifa_rules.records import builtin_catalogue
from zhifa_rules.sources import Fields, Mapping, Scalar, Sequence, load_yaml, uncollected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from zhifa_rules.records import Catalogue
    from zhifa_rules.sources import Node

BUILTIN_PACKAGE = "zhifa_rules_packs"
_PACK_FILE = "pack.yaml"
_LEDGER_FILE = "ledger.yaml"


def builtin_packs() -> list[str]:
    """Name the packs that are shipped with the library."""
    return sorted(entry.name for entry in files(BUILTIN_PACKAGE).iterdir() if (entry / _PACK_FILE).is_file())


def load_pack(source: str | Path) -> Pack:
    """Load a pack by its built-in name or from its directory.

    Raises ``PackError`` with file, line, column and cure of every problem, ``UsageError`` if there is no such pack.
    The ledger of a built-in pack is read when it is first asked for: to check records it is hardly needed.
    """
    builtin = isinstance(source, str) and source in builtin_packs()
    root = files(BUILTIN_PACKAGE) / str(source) if builtin else _directory(source)
    digest = hashlib.sha256()
    texts: dict[str, str] = {}
    for name, entry in _yaml_files(root):
        texts[name], content = _read(entry, name)
        for part in (name.encode(), content):
            digest.update(part)
            digest.update(b"\0")
    with uncollected():
        return _PackReader(root, texts, digest.hexdigest()).read(whole=not builtin)


def _directory(source: str | Path) -> Traversable:
    if not isinstance(source, str | Path):
        raise UsageError(Problem("this is no pack", "Give a name or a path", field="pack", value=source))
    path = Path(source)
    try:
        if (path / _PACK_FILE).is_file():
            return path
    except (OSError, ValueError):
        pass  # a name that no file can have is the name of no pack
    cure = f"Name a built-in pack ({', '.join(builtin_packs())}) or a directory that holds {_PACK_FILE}"
    raise UsageError(Problem("there is no such pack", cure, field="pack", value=str(source)))


def _yaml_files(root: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(root.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found.extend(_yaml_files(entry, f"{prefix}{entry.name}/"))
        elif entry.name.endswith((".yaml", ".yml")):
            found.append((f"{prefix}{entry.name}", entry))
    return found


def _read(entry: Traversable, name: str) -> tuple[str, bytes]:
    """Give the text of a file and its bytes, both with plain line ends."""
    try:
        content = entry.read_bytes()
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(Problem(f"cannot be read: {error}", "Save it as UTF-8", Location(name))) from error
    if b"\r" not in content:
        return text, content
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, text.encode()


class _PackReader:
    """Reads the files of one pack; problems of all files are raised together."""

    def __init__(self, root: Traversable, texts: dict[str, str], digest: str) -> None:
        self._name = str(root)
        self._texts = texts
        self._digest = digest
        self.problems: list[Problem] = []

    def read(self, *, whole: bool) -> Pack:
        """Read the pack; without ``whole``, its ledger only when it is asked for."""
        fields = Fields(self._mapping(_PACK_FILE), problems=self.problems)
        name = fields.text("pack", required=True)
        version = fields.text("version", required=True)
        title = text_of(fields.localized("title", required=True))
        questions = read_questions(name, fields.fields("questions"))
        options = {q.name: tuple(o.name for o in q.options) for q in questions.values()}
        instruments = read_instruments(fields, Scope(builtin_catalogue(), options, {}, self.problems))
        definitions = dict((fields.mapping("definitions") or Mapping((), fields.place)).items())
        declared = read_declared_types(fields, builtin_catalogue())
        fields.finish()
        self._raise()
        catalogue = builtin_catalogue().extended_by(declared)
        scope = Scope(catalogue, options, definitions, self.problems)
        governed = {i.id: RuleInstrument(i.id, i.governance) for i in instruments.values()}
        rules = self._rules(name, scope, governed)
        clauses = partial(self._clauses, tuple(instruments))
        ledger = clauses() if whole else UnreadLedger(clauses)
        self._raise()
        return Pack(
            id=name,
            version=version,
            sha256=self._digest,
            title=title,
            instruments=instruments,
            questions=questions,
            rules=rules,
            ledger=ledger,
            catalogue=catalogue,
            declared=declared,
            case_files=[CaseFile(self._path(n), t) for n, t in self._texts.items() if n.startswith("cases/")],
            unused_definitions=frozenset(definitions) - scope.used_definitions,
        )

    def _path(self, name: str) -> str:
        return f"{self._name}/{name}"

    def _mapping(self, name: str) -> Mapping:
        node = load_yaml(self._texts.get(name, ""), self._path(name))
        if isinstance(node, Mapping):
            return node
        raise PackError(Problem("the file must hold a mapping", "Write 'key: value' lines", Location(self._path(name))))

    def _raise(self) -> None:
        if self.problems:
            found = sorted(self.problems, key=lambda problem: problem.location)
            self.problems.clear()  # a ledger can be asked for, and refused, again
            raise PackError(found)

    def _rules(self, pack: str, scope: Scope, instruments: dict[str, RuleInstrument]) -> dict[str, Rule]:
        nodes = [node for name in self._texts if name.startswith("rules/") for node in self._rule_nodes(name)]
        triggers = {_text(node.get("id")): _trigger_types(node, scope.catalogue) for node in nodes}
        context = RuleContext(pack, scope, instruments, triggers)
        rules: dict[str, Rule] = {}
        for node in nodes:
            rule = self._rule(node, context)
            if rule is None:
                continue
            if rule.id in rules:
                cure = f"The other one is at {rules[rule.id].location}"
                self.problems.append(Problem("two rules have the same id", cure, rule.location, "id", rule.id))
            rules[rule.id] = rule
        return rules

    def _rule_nodes(self, name: str) -> Iterable[Mapping]:
        try:
            fields = Fields(self._mapping(name), problems=self.problems)
        except PackError as error:
            self.problems.extend(error.problems)
            return ()
        nodes = [node for node in fields.sequence("rules", required=True) if isinstance(node, Mapping)]
        fields.finish()
        return nodes

    def _rule(self, node: Mapping, context: RuleContext) -> Rule | None:
        fields = Fields(node, _text(node.get("id")), problems=self.problems)
        form = fields.choice("form", forms(), required=True)
        if form not in forms():
            return None
        reader = RuleReader(fields, context)
        norms = tuple(forms()[form](reader))
        fields.finish()
        scope = reader.scope
        return Rule(
            id=reader.id,
            form=form,
            cites=reader.cites,
            summary=reader.summary,
            norms=norms,
            questions=frozenset(scope.used_questions),
            references=tuple(sorted(scope.used_rules)),
            location=node.location,
            node=node,
        )

    def _clauses(self, instruments: tuple[str, ...]) -> tuple[Clause, ...]:
        """Read the ledger; what was wrong before, and what is wrong with it, is raised together."""
        if _LEDGER_FILE not in self._texts:
            location = Location(self._path(_LEDGER_FILE))
            self.problems.append(Problem("the pack has no ledger", f"Add {_LEDGER_FILE}", location))
            clauses: tuple[Clause, ...] = ()
        else:
            clauses = read_ledger(Fields(self._mapping(_LEDGER_FILE), problems=self.problems), instruments)
        self._raise()
        return clauses


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _trigger_types(node: Mapping, catalogue: Catalogue) -> tuple[str, ...]:
    trigger = node.get("trigger")
    record = trigger.get("record") if isinstance(trigger, Mapping) else None
    items = record if isinstance(record, Sequence) else (record,) if record is not None else ()
    return tuple(name for name in map(_text, items) if name in catalogue.types)
