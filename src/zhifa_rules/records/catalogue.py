"""The record types that are known: those of this library and those that packs declare."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from zhifa_rules.errors import NOWHERE, InputError, Location, Problem
from zhifa_rules.records import documents, enforcement, matters, periodic, registers, requests, staff
from zhifa_rules.records.base import EventRecord
from zhifa_rules.records.known import ABSENT, ABSENT_CHOICE
from zhifa_rules.records.shapes import RecordType, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Declaration = tuple[type[EventRecord], str, tuple[str, ...], tuple[tuple[str, str], ...]]

_BUILTIN: tuple[_Declaration, ...] = (
    (registers.OrganRegistered, "机关登记", (), ()),
    (registers.PersonRegistered, "人员登记", (), ()),
    (registers.LogScopeDeclared, "记录范围声明", (), ()),
    (registers.RecordVoided, "记录作废", (), ()),
    (documents.DocumentIssued, "文书制发", ("by", "number"), ()),
    (documents.DocumentReceived, "文书收到", ("issuer", "document", "by"), ()),
    (documents.DocumentSent, "材料报送", ("by", "number"), (("on", "received_on"),)),
    (documents.DocumentAdopted, "文件制定", ("by", "number"), ()),
    (documents.DocumentDecided, "文件审批", (), ()),
    (documents.DocumentPublished, "公布、通报", (), ()),
    (requests.RequestFiled, "申请提出", ("by", "number"), (("on", "received_on"),)),
    (requests.RequestWithdrawn, "申请撤回", (), ()),
    (requests.ResponseGiven, "回应", (), ()),
    (matters.MatterOpened, "监督立项", (), ()),
    (matters.ActivityPerformed, "监督活动", (), (("started_on", "on"),)),
    (matters.FindingRecorded, "调查认定", (), ()),
    (matters.CorrectionMade, "整改完成", (), ()),
    (matters.InterviewHeld, "约谈", (), ()),
    (matters.TransferRefused, "决定不移送", (), ()),
    (matters.MatterHandled, "事项办理", (), ()),
    (matters.MatterClosed, "监督终结", (), ()),
    (matters.DisputeRaised, "监督争议", (), ()),
    (matters.InformationDisclosed, "信息泄露", (), ()),
    (matters.InvestigationGroupSet, "成立调查组", (), ()),
    (matters.AssignmentChanged, "人员调整", (), ()),
    (matters.ExpertMeetingHeld, "专家论证会", (), ()),
    (matters.DecisionRequested, "提请制发决定书", (), ()),
    (matters.OriginalsTaken, "调取原件", (), ()),
    (enforcement.DecisionMade, "作出执法决定", ("by", "number"), ()),
    (enforcement.DecisionAnnulled, "决定被撤销变更", (), (("on", "received_on"),)),
    (enforcement.EnforcementPerformed, "执法活动", (), ()),
    (enforcement.LegalReviewDone, "法制审核", (), ()),
    (enforcement.CircumstanceRecorded, "情况登记", (), ()),
    (enforcement.ContentChanged, "公示内容变化", ("by", "number"), ()),
    (enforcement.DisplayChanged, "公示变更", (), ()),
    (periodic.ReviewCompleted, "评查考评完成", ("by", "number"), (("started_on", "on"),)),
    (periodic.MechanismEstablished, "机制建立", (), ()),
    (staff.TrainingHeld, "培训", ("by", "number"), ()),
    (staff.ExamSat, "考试", ("by", "number"), ()),
    (staff.CertificateChanged, "证件变动", (), ()),
    (staff.DutyChanged, "岗位变动", (), ()),
    (staff.StaffCounted, "人员统计", (), ()),
    (staff.FiguresStated, "数据申报", (), ()),
    (staff.SanctionImposed, "责任追究", (), ()),
    (staff.FundsSpent, "经费支出", (), ()),
)


_MOST_SHARED = 10_000


class Catalogue:
    """A set of record types; validates raw mappings into records.

    Raises ``InputError`` from ``validate`` with the place, field, value and cure of each problem.
    """

    def __init__(self, types: Iterable[RecordType]) -> None:
        self.types: Mapping[str, RecordType] = {t.name: t for t in types}
        self.models = frozenset(t.model for t in self.types.values())
        self._validators: dict[str, Callable[[Any], EventRecord]] = {}
        self._stated: dict[frozenset[str], set[str]] = {}

    def extended_by(self, types: Iterable[RecordType]) -> Catalogue:
        """Give a catalogue with further types, which replace those of the same name."""
        return Catalogue({**self.types, **{t.name: t for t in types}}.values())

    def validate(self, data: Mapping[str, Any] | EventRecord, location: Location = NOWHERE) -> EventRecord:
        """Turn a mapping into a record of the type that it names."""
        if type(data) is not dict:  # nearly all are; asking for base classes takes as long as a field
            if data.__class__ in self.models:
                return data
            if isinstance(data, EventRecord):
                if data.type not in self.types:
                    raise InputError(self._unknown_type(data.type, location))
                return data
            if not isinstance(data, Mapping):
                cure = "Give a mapping of field names to values"
                raise InputError(Problem("a record must be a mapping", cure, location, value=data))
        name = data.get("type")
        validate = self._validators.get(name) if isinstance(name, str) else None
        if validate is None:
            validate = self._validator(name, location)
        try:
            record = validate(data)
        except ValidationError as error:
            raise InputError(_problems(error, self.types[str(name)], location, data)) from None
        if record.on is ABSENT:
            cure = "Leave it out if the day is unknown, or void the record with record_voided"
            raise InputError(Problem("an event cannot be without a day", cure, location, "on", "none"))
        self._share_stated(record)
        return record

    def _share_stated(self, record: EventRecord) -> None:
        """Let records that state the same fields share the set of their names, a third of the size of a record.

        Records are frozen, so that nobody changes the set. Real records state the same fields over and over; what
        states others every time, to fill the memory, has sets of its own that go with the records.
        """
        own = record.model_fields_set
        names = frozenset(own)
        shared = self._stated.get(names)
        if shared is not None:
            object.__setattr__(record, "__pydantic_fields_set__", shared)
        elif len(self._stated) < _MOST_SHARED:
            self._stated[names] = own

    def _validator(self, name: object, location: Location) -> Callable[[Any], EventRecord]:
        """Give what validates records of a type; pydantic builds it when it is first asked for."""
        if not isinstance(name, str) or name not in self.types:
            raise InputError(self._unknown_type(name, location))
        found: Callable[[Any], EventRecord] = self.types[name].model.__pydantic_validator__.validate_python
        self._validators[name] = found
        return found

    def _unknown_type(self, name: object, location: Location) -> Problem:
        if name is None:
            return Problem("the record has no type", f"Use one of: {', '.join(self.types)}", location, "type")
        near = difflib.get_close_matches(str(name), self.types, n=1)
        cure = f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(self.types)}"
        return Problem("unknown record type", cure, location, "type", name)


def _problems(
    error: ValidationError, record_type: RecordType, location: Location, data: Mapping[str, Any]
) -> list[Problem]:
    found = [_problem(e, record_type, location) for e in error.errors(include_url=False) if _is_relevant(e)]
    identity = data.get("id")
    if isinstance(identity, str):
        prefix = f"record {identity}: "
        found = [Problem(prefix + p.message, p.cure, p.location, p.field, p.value) for p in found]
    return found


def _is_relevant(error: Any) -> bool:  # noqa: ANN401
    """Of the two attempts at a value that may be uncertain, keep the one the user meant."""
    if ABSENT_CHOICE in error["loc"]:
        return False
    special = isinstance(error["input"], dict) and error["type"] != "missing"
    if "special" in error["loc"]:
        return special
    return not (special and error["loc"][-1] == "value")


def _problem(error: Any, record_type: RecordType, location: Location) -> Problem:  # noqa: ANN401
    path = [part for part in error["loc"] if part not in ("value", "special")]
    field = ".".join(str(part) for part in path)
    value = error["input"] if error["type"] != "missing" else None
    shape = record_type.shape.fields.get(str(path[0])) if path else None
    if error["type"] == "extra_forbidden":
        known = list(record_type.shape.fields)
        near = difflib.get_close_matches(str(path[-1]), known, n=1) if len(path) == 1 else []
        cure = f"Did you mean {near[0]}?" if near else f"{record_type.name} has the fields {', '.join(known)}"
        return Problem("unknown field", cure, location, field, value)
    if error["type"] == "literal_error" and shape and shape.words:
        words = list(shape.words.labels)
        near = difflib.get_close_matches(str(value), words, n=1)
        cure = f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(words)}"
        return Problem("unknown word", cure, location, field, value)
    if error["type"] == "missing":
        return Problem("a required field is missing", f"Add {field} to the record", location, field)
    message = error["msg"].removeprefix("Input should be ")
    cure = "Correct the value, or leave the field out if it is not known"
    return Problem(f"must be {message}" if message != error["msg"] else message, cure, location, field, value)


def _record_type(declaration: _Declaration) -> RecordType:
    model, label_zh, natural_key, order = declaration
    name = model.model_fields["type"].default
    return RecordType(name, model, shape_of(model), label_zh, name.replace("_", " "), natural_key, order)


@cache
def builtin_catalogue() -> Catalogue:
    """Give the record types of this library."""
    return Catalogue(_record_type(declaration) for declaration in _BUILTIN)
