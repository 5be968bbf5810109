"""Registers: organs, persons, and what the exported logs cover. They are records like all others."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool

from zhifa_rules.records.base import Element, EventRecord, Organ, Person, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.words import Words


class OrganRegistered(EventRecord):
    """The state of an organ from a day on: what it is, where it stands and whom it answers to.

    Several rows of one organ are its successive states; ``on`` is the first day of the state.
    """

    type: Literal["organ_registered"] = "organ_registered"
    on: Known[date] = fact(
        "状态起始日",
        "First day of this state of the organ.",
        if_absent={"not_after": "beginning"},
        assumption=("登记未写起始日的，视为一直如此", "a register row without a first day is taken to hold all along"),
    )
    organ: Organ = fact("机关代码", "Opaque key of the organ, used by all references.", default=...)
    name: str | None = fact("机关名称", "Name of the organ; a label only.", default=None)
    kind: Known[Annotated[str, Words("organ_kind")]] = fact("机关性质", "What kind of organ it is.")
    level: Known[Annotated[str, Words("level")]] = fact("层级", "Level of the organ.")
    division: Known[str] = fact("行政区划代码", "Six-digit division code (GB/T 2260) of its territory.")
    superior: Known[Organ] = fact("上级机关", "Key of the organ directly above it.")
    government: Known[Organ] = fact("所属人民政府", "Key of the government whose department or branch it is.")
    office_of: Organ | None = fact(
        "代表的机关",
        "Key of the organ for which this office acts; its acts count for that organ.",
        default=None,
        if_absent="none",
        assumption=(
            "登记未写代表机关的，视为以自己名义行事",
            "an organ registered without office_of is taken to act for itself",
        ),
    )
    succeeds: Organ | None = fact("承继的机关", "Key of the organ whose open duties pass to this one.", default=None)
    roles: Known[tuple[Annotated[str, Words("organ_role")], ...]] = fact(
        "职能",
        "Functions of the organ.",
        if_absent=(),
        assumption=(
            "登记未写职能的，视为没有特别职能",
            "an organ without stated functions is taken to have no special one",
        ),
    )
    leadership: Known[Annotated[str, Words("leadership")]] = fact(
        "领导体制",
        "Whether the organ is led locally, dually or managed vertically.",
        if_absent="local",
        assumption=(
            "登记未写领导体制的，视为本级领导",
            "an organ without a stated leadership is taken to be led locally",
        ),
    )
    categories: Known[tuple[str, ...]] = fact("行政执法类别", "Categories of enforcement the organ carries out.")
    field: Known[str] = fact("行政执法领域", "Field of enforcement, by which organs of several levels correspond.")
    designations: Known[tuple[Annotated[str, Words("designation")], ...]] = fact(
        "特别标注",
        "Special designations of the organ.",
        if_absent=(),
        assumption=("登记未写特别标注的，视为没有", "an organ without a stated designation is taken to have none"),
    )
    until: Known[date] = fact(
        "状态终止日",
        "Last day of this state, where the organ was dissolved.",
        if_absent="none",
        assumption=("登记未写终止日的，视为仍然存续", "a register row without a last day is taken to go on"),
    )


class PersonRegistered(EventRecord):
    """The state of a person from a day on: organ and certificates held."""

    type: Literal["person_registered"] = "person_registered"
    on: Known[date] = fact(
        "状态起始日",
        "First day of this state of the person.",
        if_absent={"not_after": "beginning"},
        assumption=(
            "人员登记未写起始日的，视为一直如此",
            "a row of a person without a first day is taken to hold all along",
        ),
    )
    person: Person = fact("人员代码", "Opaque key of the person, used by all references.", default=...)
    name: str | None = fact("姓名", "Name of the person; a label only.", default=None)
    organ: Known[Organ] = fact("所在机关", "Key of the organ the person works for.")
    role: Known[Annotated[str, Words("participant_role")]] = fact("身份", "Capacity of the person.")
    certificates: Known[tuple[Annotated[str, Words("certificate")], ...]] = fact(
        "持有证件", "Kinds of certificate the person holds."
    )
    until: Known[date] = fact(
        "状态终止日",
        "Last day of this state, where the person left.",
        if_absent="none",
        assumption=("人员登记未写终止日的，视为仍然在岗", "a row of a person without a last day is taken to go on"),
    )


class LogScopeDeclared(EventRecord):
    """A statement that the records hold every act of some types, organs and period, or that they do not.

    Duties that arise without a record are found broken only inside a complete log (S5).
    """

    type: Literal["log_scope_declared"] = "log_scope_declared"
    organs: tuple[Organ | Literal["all"], ...] = fact(
        "涵盖机关", "Keys of the organs covered, or the word all.", default=...
    )
    types: tuple[str, ...] = fact("涵盖记录类型", "Record types covered, or the word all.", default=...)
    covers_from: Known[date] = fact("涵盖起始日", "First day covered.", default=...)
    covers_to: Known[date] = fact("涵盖终止日", "Last day covered.", default=...)
    complete: StrictBool = fact("是否完整", "Whether the log of that scope is complete.", default=True)


class RecordVoided(EventRecord):
    """A record that only removes another one, named in ``voids``."""

    type: Literal["record_voided"] = "record_voided"
    voids: str = fact("作废的记录", "Id of the record that is removed.", default=...)


class Participant(Element):
    """A person who took part in an act, in which capacity, showing which certificates."""

    person: Person | None = fact("人员代码", "Key of the person.", default=None)
    role: Known[Annotated[str, Words("participant_role")]] = fact("身份", "Capacity in which the person took part.")
    certificates_shown: Known[tuple[Annotated[str, Words("certificate")], ...]] = fact(
        "出示的证件", "Kinds of certificate the person showed; an empty list means that none was shown."
    )
