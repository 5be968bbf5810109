"""Words about persons: in which capacity they act, their certificates, training and sanctions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.records.vocabulary.labels import Labels

PARTICIPANT_ROLES: dict[str, Labels] = {
    "supervision_officer": ("行政执法监督人员", "supervision officer"),
    "enforcement_officer": ("行政执法人员", "enforcement officer"),
    "head": ("负责人", "head of the organ"),
    "expert": ("专家", "expert"),
    "other": ("其他人员", "other person"),
    "deputy_head": ("副职负责人", "deputy head"),
    "section_chief": ("科室负责人", "head of a section"),
    "leader": ("组长", "leader of the group"),
    "reviewer": ("法制审核人员", "legal reviewer"),
    "auxiliary": ("执法辅助人员", "auxiliary staff"),
    "public_lawyer": ("公职律师", "public lawyer"),
    "legal_adviser": ("法律顾问", "legal adviser"),
    "candidate": ("申领证件人员", "candidate for a certificate"),
    "approver": ("审批人员", "approver"),
}
CERTIFICATES: dict[str, Labels] = {
    "supervision": ("行政执法监督证件", "supervision certificate"),
    "enforcement": ("行政执法证件", "enforcement certificate"),
}
CERTIFICATE_CHANGES: dict[str, Labels] = {
    "issued": ("颁发", "issued"),
    "withheld": ("暂扣", "withheld"),
    "recalled": ("收回", "recalled"),
    "handed_in": ("交发证机关", "handed to the issuing organ"),
    "cancelled": ("注销", "cancelled"),
    "review_failed": ("年度审查未通过", "failed the yearly review"),
    "qualification_withdrawn": ("取消执法资格", "qualification withdrawn"),
}
TRAINING_KINDS: dict[str, Labels] = {
    "professional": ("业务培训", "professional training"),
    "legal": ("法律知识培训", "legal training"),
    "supervision": ("监督人员培训", "training of supervisors"),
    "general": ("综合培训", "general training"),
}
EXAM_RESULTS: dict[str, Labels] = {
    "passed": ("合格", "passed"),
    "failed": ("不合格", "failed"),
    "cancelled": ("取消成绩", "cancelled"),
}
DUTY_CHANGES: dict[str, Labels] = {
    "left_organ": ("调离单位", "left the organ"),
    "left_enforcement": ("不再承担执法任务", "no longer does enforcement"),
    "leave": ("请假、暂离", "on leave"),
    "joined": ("到岗", "joined"),
}
SANCTIONS: dict[str, Labels] = {
    "criticism_education": ("批评教育", "criticism and education"),
    "order_to_correct": ("责令改正", "order to correct"),
    "circular_criticism": ("通报批评", "circulated criticism"),
    "off_duty_training": ("离岗培训", "off-duty training"),
    "transfer_of_post": ("调离执法岗位", "transfer to another post"),
    "certificate_withheld": ("暂扣证件", "certificate withheld"),
    "discipline": ("处分", "disciplinary sanction"),
    "criminal_referral": ("移送追究刑事责任", "referral for prosecution"),
    "referral": ("移送有关机关处理", "referral to the competent organ"),
    "accountability": ("问责", "accountability procedure"),
    "other": ("其他处理", "other handling"),
}
