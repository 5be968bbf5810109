"""Words about enforcement itself: what was decided, done, shown, recorded and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.records.vocabulary.labels import Labels

ENFORCEMENT_KINDS: dict[str, Labels] = {
    "penalty": ("行政处罚", "penalty"),
    "licence": ("行政许可", "licence"),
    "coercion": ("行政强制", "coercion"),
    "inspection": ("行政检查", "inspection"),
    "collection": ("行政征收", "collection"),
    "payment": ("行政给付", "payment"),
    "confirmation": ("行政确认", "confirmation"),
    "reward": ("行政奖励", "reward"),
    "adjudication": ("行政裁决", "adjudication"),
    "rectification_order": ("责令改正", "order to rectify"),
    "other": ("其他", "other"),
}
ENFORCEMENT_ACTIVITIES: dict[str, Labels] = {
    "inspection": ("检查", "inspection"),
    "questioning": ("询问、调查取证", "questioning, taking of evidence"),
    "on_the_spot_penalty": ("当场处罚", "penalty on the spot"),
    "seizure": ("查封扣押", "seizure"),
    "demolition": ("强制拆除", "compulsory demolition"),
    "hearing": ("听证", "hearing"),
    "service_by_leaving": ("留置、公告送达", "service by leaving or announcement"),
    "premises": ("办案场所活动", "activity in case-handling premises"),
    "file_discussion": ("讨论案件", "discussion of cases"),
    "file_review": ("评查案卷", "review of files"),
    "remote": ("非现场取证", "taking of evidence without contact"),
    "other": ("其他", "other"),
}
IDENTITIES: dict[str, Labels] = {
    "unasked": ("主动出示证件、表明身份", "shown unasked"),
    "on_demand": ("经要求后出示", "shown on demand only"),
    "not_shown": ("未出示", "not shown"),
}
RECORDINGS: dict[str, Labels] = {
    "full": ("全程音像记录", "full recording"),
    "partial": ("部分音像记录", "partial recording"),
    "none_made": ("未音像记录", "no recording"),
    "interrupted": ("记录中断", "interrupted recording"),
}
CIRCUMSTANCES: dict[str, Labels] = {
    "voluntary_refund": ("主动退赔", "voluntary refund"),
    "harm_reduced": ("消除或者减轻危害后果", "harm removed or reduced"),
    "benchmark_departure": ("偏离裁量基准的理由", "ground for departing from the benchmark"),
    "basis_repealed": ("清单依据失效", "basis of a list repealed"),
    "principle_departure": ("偏离原则性要求的说明", "justification for departing from a principle"),
    "other": ("其他情况", "other circumstance"),
    "no_files": ("本期没有行政执法案卷", "no case files in the period"),
}
MITIGATIONS: dict[str, Labels] = {
    "lighter": ("从轻", "lighter"),
    "mitigated": ("减轻", "mitigated"),
    "exempted": ("不予处罚", "exempted"),
    "not_considered": ("未考虑从轻、减轻", "not considered"),
}
ANNULMENTS: dict[str, Labels] = {
    "revoked": ("撤销", "revoked"),
    "confirmed_illegal": ("确认违法", "confirmed as illegal"),
    "redo_ordered": ("要求重作", "ordered to be taken anew"),
    "varied": ("变更", "varied"),
}
PUBLISHED_CONTENTS: dict[str, Labels] = {
    "enforcement_matters": ("行政执法事项", "enforcement matters"),
    "officers": ("行政执法人员信息", "information on officers"),
    "other": ("其他公示内容", "other published content"),
}
DISPLAY_CHANGES: dict[str, Labels] = {
    "updated": ("更新", "updated"),
    "replaced": ("更换", "replaced"),
    "taken_down": ("撤下", "taken down"),
}
