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
from zhifa_rules.packs.ledger import Clause, read_ledger
from zhifa_rules.packs.pack import CaseFile, Pack, Rule
from zhifa_rules.packs.readings import read_questions
from zhifa_rules.packs.unread import Unread
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
    Ledger and cases of a built-in pack are read when they are first asked for: to check records they are hardly needed.
    """
    builtin = isinstance(source, str) and source in builtin_packs()
    root = files(BUILTIN_PACKAGE) / str(source) if builtin else _directory(source)
    digest = hashlib.sha256()
    contents: dict[str, bytes] = {}
    for name, entry in _yaml_files(root):
        contents[name] = _read(entry, name)
        for part in (name.encode(), contents[name]):
            digest.update(part)
            digest.update(b"\0")
    with uncollected():
        return _PackReader(root, contents, digest.hexdigest()).read(whole=not builtin)


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


def _read(entry: Traversable, name: str) -> bytes:
    """Give the bytes of a file with plain line ends."""
    try:
        content = entry.read_bytes()
    except OSError as error:
        raise _unreadable(name, error) from error
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> PackError:
    return PackError(Problem(f"cannot be read: {error}", "Save it as UTF-8", Location(name)))


class _PackReader:
    """Reads the files of one pack; problems of all files are raised together."""

    def __init__(self, root: Traversable, contents: dict[str, bytes], digest: str) -> None:
        self._name = str(root)
        self._contents = contents
        self._digest = digest
        self.problems: list[Problem] = []

    def read(self, *, whole: bool) -> Pack:
        """Read the pack; without ``whole``, its ledger and its cases only when they are asked for."""
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
        ledger = clauses() if whole else Unread(clauses)
        cases = self._cases() if whole else Unread(self._cases)
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
            case_files=cases,
            unused_definitions=frozenset(definitions) - scope.used_definitions,
        )

    def _path(self, name: str) -> str:
        return f"{self._name}/{name}"

    def _mapping(self, name: str) -> Mapping:
        node = load_yaml(_decoded(self._contents.get(name, b""), name), self._path(name))
        if isinstance(node, Mapping):
            return node
        raise PackError(Problem("the file must hold a mapping", "Write 'key: value' lines", Location(self._path(name))))

    def _raise(self) -> None:
        if self.problems:
            found = sorted(self.problems, key=lambda problem: problem.location)
            self.problems.clear()  # a ledger can be asked for, and refused, again
            raise PackError(found)

    def _rules(self, pack: str, scope: Scope, instruments: dict[str, RuleInstrument]) -> dict[str, Rule]:
        nodes = [node for name in self._contents if name.startswith("rules/") for node in self._rule_nodes(name)]
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

    def _cases(self) -> list[CaseFile]:
        named = ((name, content) for name, content in self._contents.items() if name.startswith("cases/"))
        return [CaseFile(self._path(name), _decoded(content, name)) for name, content in named]

    def _clauses(self, instruments: tuple[str, ...]) -> tuple[Clause, ...]:
        """Read the ledger; what was wrong before, and what is wrong with it, is raised together."""
        if _LEDGER_FILE not in self._contents:
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
