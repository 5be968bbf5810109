"""Reading the keys that all norm forms share; each form adds its own in a module of ``forms``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from zhifa_rules.calendar import PeriodKind
from zhifa_rules.norms.conditions import duty_reference, parse_condition
from zhifa_rules.norms.core import (
    Always,
    Body,
    Citation,
    Condition,
    DateExpression,
    ExceptionCase,
    Force,
    Governance,
    Norm,
    OnDuty,
    OnRecord,
    OnRoster,
    Path,
    Pattern,
    PatternChoice,
    Registered,
    Source,
    Text,
)
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path, path_kind
from zhifa_rules.norms.patterns import ACT, parse_pattern
from zhifa_rules.norms.scope import DUTY_ROOT, ORGAN_ROOT, PERIOD_ROOT, PERSON_ROOT, Scope
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Fields, Localized, Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as MappingABC

_TRIGGER_KEYS = frozenset({"record", "where", "date", "each", "once", "once_per", "duty", "every", "in_force"})
_PERSON = "person"
_BOUND = ((Kind.ORGAN, False), (Kind.PERSON, False))
PERIODS: tuple[PeriodKind, ...] = get_args(PeriodKind)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument of a pack as rules need to know it: its id and where and when it governs."""

    id: str
    governance: Governance


@dataclass(frozen=True)
class RuleContext:
    """What a rule is read against: its pack's instruments, names and the triggers of the other rules."""

    pack: str
    scope: Scope
    instruments: MappingABC[str, Instrument]
    trigger_types: MappingABC[str, tuple[str, ...]]


class RuleReader:
    """Reads one rule: the common keys itself, the body through the form's module."""

    def __init__(self, fields: Fields, context: RuleContext) -> None:
        self.fields = fields
        self.context = context
        self.id = fields.text("id", required=True)
        self.form = fields.text("form", required=True)
        self.scope = replace(context.scope, used_questions=set(), used_rules=set(), where=self.id)
        self.summary = text_of(fields.localized("summary", required=True))
        force = fields.choice("force", [f.value for f in Force])
        self.force = next((f for f in Force if f.value == force), Force.MANDATORY)
        self.cites = self._citations("cites")
        self.source = self._source(fields.take("trigger", required=True))
        self._finds = self._read_finds()
        self.bearer = self._organ_path("bearer")
        self.scope = self.scope.with_root("bearer", ORGAN_ROOT)
        self.counterpart = self._organ_path("counterpart")
        self.scope = self.scope.with_root("counterpart", ORGAN_ROOT)
        self._located_by = self._organ_path("located_by")
        self._governed_at = self._date("governed_at")
        self.addressee = self._read_addressee()
        self._exceptions = self.exceptions(fields, self.scope)
        self._also_cites = tuple(self._also_cite(entry) for entry in fields.each("also_cites"))
        self._displaces = fields.texts("displaces")

    # --- building ---

    def norm(self, body: Body, **changes: Any) -> Norm:  # noqa: ANN401
        """Put a body under the common keys; ``changes`` replace fields of the norm."""
        instrument = self.cites[0].instrument if self.cites else next(iter(self.context.instruments))
        governance = self.context.instruments[instrument].governance
        norm = Norm(
            pack=self.context.pack,
            rule=self.id,
            form=self.form,
            cites=self.cites,
            also_cites=self._also_cites,
            summary=self.summary,
            force=self.force,
            source=self.source,
            governance=replace(governance, decided_by=self._governed_at),
            bearer=self.bearer,
            counterpart=self.counterpart,
            addressee=self.addressee,
            exceptions=self._exceptions,
            body=body,
            located_by=self._located_by,
            finds=self._finds,
            displaces=self._displaces,
            location=self.fields.location,
        )
        return replace(norm, **changes)

    # --- what forms need to read ---

    def node(self, key: str, parse: Callable[[Scope, Node], Any], *, required: bool = False) -> Any:  # noqa: ANN401
        """Read the value of a key with one of the parsers, in the scope of the rule."""
        found = self.fields.take(key, required=required)
        return None if found is None else parse(self.scope, found)

    def condition(self, key: str, *, required: bool = False) -> Condition | None:
        """Read a condition."""
        found: Condition | None = self.node(key, parse_condition, required=required)
        return found

    def pattern(self, key: str, *, required: bool = False, root: str = ACT) -> PatternChoice | None:
        """Read a pattern of acts."""
        found = self.fields.take(key, required=required)
        return None if found is None else parse_pattern(self.scope, found, root)

    # --- the common keys ---

    def _citations(self, key: str, fields: Fields | None = None) -> tuple[Citation, ...]:
        return tuple(self._citation(entry) for entry in (fields or self.fields).each(key, required=True))

    def _citation(self, entry: Fields) -> Citation:
        default = next(iter(self.context.instruments)) if len(self.context.instruments) == 1 else None
        instrument = entry.text("instrument") or default
        if instrument not in self.context.instruments:
            entry.report("instrument", "which instrument is cited", f"One of {', '.join(self.context.instruments)}")
            instrument = next(iter(self.context.instruments))
        cite = Citation(
            str(instrument),
            entry.text("article", required=True),
            entry.text("paragraph") or "",
            entry.text("item") or "",
        )
        entry.finish()
        return cite

    def _also_cite(self, entry: Fields) -> tuple[Condition, tuple[Citation, ...]]:
        when = entry.take("when", required=True)
        condition = parse_condition(self.scope, when or Scalar(True, "true", entry.place))
        cites = self._citations("cites", entry)
        entry.finish()
        return condition, cites

    def _source(self, node: Node | None) -> Source:
        if not isinstance(node, Mapping):
            self.fields.report("trigger", "a rule says what gives rise to it", "Write trigger: {record: TYPE}")
            return OnRoster()
        for key in node.keys():  # noqa: SIM118
            if key not in _TRIGGER_KEYS:
                cure = self.scope.suggest(key, _TRIGGER_KEYS)
                self.scope.report(node.key_location(key), "this key is not known here", cure, key)
        if "duty" in node:
            return self._on_duty(node)
        if "every" in node or "in_force" in node:
            return self._on_roster(node)
        return self._on_record(node)

    def _on_record(self, node: Mapping) -> Source:
        own = ("each", "once", "once_per")
        rest = Mapping(tuple((k, v) for k, v in node.entries if k.value not in own), node.place)
        pattern = parse_pattern(self.scope, rest, "trigger")
        if not isinstance(pattern, Pattern):
            self.scope.report(node.location, "a trigger is one pattern of records", "Write {record: TYPE, where: {…}}")
            return OnRoster()
        self.scope = self.scope.with_root("trigger", pattern.types)
        each = node.get("each")
        path = None if each is None else self._fan_out(each)
        once, per = node.get("once"), node.get("once_per")
        once_per = parse_path(self.scope, per.text, per.location) if isinstance(per, Scalar) else None
        return OnRecord(pattern, path, isinstance(once, Scalar) and once.value is True, once_per)

    def _fan_out(self, node: Node) -> Path | Registered | None:
        if isinstance(node, Mapping):
            where = node.get("registered")
            if where is None or len(node.keys()) > 1:
                self.scope.report(node.location, "each names a list or organs", "Write each: {registered: {kind: …}}")
                return None
            self.scope = self.scope.with_root("item", ORGAN_ROOT)
            return Registered(parse_condition(self.scope.relative_to("item", ORGAN_ROOT), where))
        path = parse_path(self.scope, node.text if isinstance(node, Scalar) else "", node.location)
        if path is None:
            return None
        kind, many = path_kind(self.scope, path)
        if not many:
            self.scope.report(node.location, "each needs a list", "Name a list field such as trigger.to", str(path))
            return None
        types = _ROOTS.get(kind) or (f"{self.scope.roots[path.root][0]}:{path.steps[-1].name}",)
        self.scope = self.scope.with_root("item", types)
        return path

    def _on_duty(self, node: Mapping) -> Source:
        inner = node.get("duty")
        if not isinstance(inner, Mapping):
            self.scope.report(node.location, "duty needs a rule and a state", "Write duty: {rule: ID, is: overdue}")
            return OnRoster()
        rule, part, states = duty_reference(self.scope, inner, set())
        types = self.context.trigger_types.get(rule, ())
        self.scope = self.scope.with_root("trigger", types).with_root("duty", DUTY_ROOT).with_root("item", ORGAN_ROOT)
        return OnDuty(rule, part, states)

    def _on_roster(self, node: Mapping) -> Source:
        every, in_force = node.get("every"), node.get("in_force")
        if in_force is not None and not (isinstance(in_force, Scalar) and in_force.value is True):
            self.scope.report(in_force.location, "in_force is either true or left out", "Write {in_force: true}")
        name = every.text if isinstance(every, Scalar) else None
        kind = next((kind for kind in PERIODS if kind == name), None)
        if name is not None and kind is None:
            self.scope.report(node.location, "unknown period", self.scope.suggest(name, PERIODS), name)
        if name is not None:
            self.scope = self.scope.with_root("period", PERIOD_ROOT)
        return OnRoster(kind, self._persons(node))

    def _persons(self, node: Mapping) -> Condition | None:
        """Read ``each: person`` with its ``where``: one duty per person on the register."""
        each, where = node.get("each"), node.get("where")
        if each is None:
            return None
        if not isinstance(each, Scalar) or each.text != _PERSON:
            self.scope.report(
                each.location, "a roster is of organs or of persons", "Write each: person, or leave it out"
            )
            return None
        self.scope = self.scope.with_root(_PERSON, PERSON_ROOT)
        if where is None:
            return Always(value=True)
        return parse_condition(self.scope.relative_to(_PERSON, PERSON_ROOT), where)

    def _read_finds(self) -> tuple[tuple[str, PatternChoice], ...]:
        finds: list[tuple[str, PatternChoice]] = []
        mapping = self.fields.mapping("find")
        for name, node in mapping.items() if mapping is not None else ():
            pattern = parse_pattern(self.scope, node)
            if isinstance(pattern, Pattern):
                self.scope = self.scope.with_root(name, pattern.types)
                finds.append((name, pattern))
        return tuple(finds)

    def _organ_path(self, key: str) -> Path | None:
        text = self.fields.text(key)
        node = self.fields.node.get(key)
        if text is None or node is None or text == "unnamed":
            return None
        path = parse_path(self.scope, text, node.location)
        if path is not None and path_kind(self.scope, path) not in _BOUND:
            cure = "Name a field such as trigger.by"
            self.scope.report(node.location, f"{key} must lead to one organ or person", cure, text)
        return path

    def _read_addressee(self) -> Condition | None:
        node = self.fields.take("addressee")
        if node is None:
            return None
        return parse_condition(self.scope.relative_to("bearer", ORGAN_ROOT), node)

    def _date(self, key: str) -> DateExpression | None:
        node = self.fields.take(key)
        return None if node is None else parse_date_expression(self.scope, node)

    @staticmethod
    def exceptions(fields: Fields, scope: Scope) -> tuple[ExceptionCase, ...]:
        """Read the key ``unless``: cases in which the norm does not apply, each with its reason."""
        return tuple(_exception(entry, scope) for entry in fields.each("unless"))


_ROOTS = {Kind.ORGAN: ORGAN_ROOT, Kind.PERSON: PERSON_ROOT}


def _exception(entry: Fields, scope: Scope) -> ExceptionCase:
    reason = text_of(entry.localized("reason", required=True))
    node = entry.take("when", required=True)
    condition = parse_condition(scope, node or Scalar(False, "false", entry.place))
    entry.finish()
    return ExceptionCase(reason, condition)


def text_of(localized: Localized) -> Text:
    """Turn a text read from a pack into one of the core."""
    return Text(localized.zh, localized.en)
