"""The words that records use, each with its Chinese and English label: one vocabulary for all packs.

This is data alone; ``words`` says how fields take them. New words go to the end of their vocabulary.
"""

from __future__ import annotations

from zhifa_rules.records.vocabulary import documents, enforcement, matters, organs, periodic, staff
from zhifa_rules.records.vocabulary.labels import Labels

__all__ = ["WORDS", "Labels"]

WORDS: dict[str, dict[str, Labels]] = {
    "organ_kind": organs.ORGAN_KINDS,
    "level": organs.LEVELS,
    "leadership": organs.LEADERSHIP,
    "organ_role": organs.ORGAN_ROLES,
    "designation": organs.DESIGNATIONS,
    "document_kind": documents.DOCUMENT_KINDS,
    "result": documents.RESULTS,
    "order": documents.ORDERS,
    "request_kind": matters.REQUEST_KINDS,
    "response": matters.RESPONSES,
    "finding": matters.FINDINGS,
    "outcome": matters.OUTCOMES,
    "extent": matters.EXTENTS,
    "activity": matters.ACTIVITIES,
    "participant_role": staff.PARTICIPANT_ROLES,
    "certificate": staff.CERTIFICATES,
    "review_kind": periodic.REVIEW_KINDS,
    "review_part": periodic.REVIEW_PARTS,
    "review_scope": periodic.REVIEW_SCOPES,
    "content": documents.CONTENTS,
    "mechanism": periodic.MECHANISMS,
    "closure": matters.CLOSURES,
    "approval": documents.APPROVALS,
    "audience": documents.AUDIENCES,
    "published_content": enforcement.PUBLISHED_CONTENTS,
    "display_change": enforcement.DISPLAY_CHANGES,
    "seal": documents.SEALS,
    "defect": matters.DEFECTS,
    "gravity": matters.GRAVITIES,
    "sanction": staff.SANCTIONS,
    "correction_kind": matters.CORRECTION_KINDS,
    "assignment_change": matters.ASSIGNMENT_CHANGES,
    "meeting_aspect": matters.MEETING_ASPECTS,
    "request_ground": matters.REQUEST_GROUNDS,
    "enforcement_kind": enforcement.ENFORCEMENT_KINDS,
    "enforcement_activity": enforcement.ENFORCEMENT_ACTIVITIES,
    "recording": enforcement.RECORDINGS,
    "identity": enforcement.IDENTITIES,
    "annulment": enforcement.ANNULMENTS,
    "circumstance": enforcement.CIRCUMSTANCES,
    "mitigation": enforcement.MITIGATIONS,
    "training_kind": staff.TRAINING_KINDS,
    "exam_result": staff.EXAM_RESULTS,
    "certificate_change": staff.CERTIFICATE_CHANGES,
    "duty_change": staff.DUTY_CHANGES,
    "standing_task": periodic.STANDING_TASKS,
}
