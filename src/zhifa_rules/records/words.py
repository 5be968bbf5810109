"""The vocabularies of the records: each word with its Chinese and English label.

A field that takes a word accepts only the words of its vocabulary, so that a misspelt word is an input
error and never a rule that silently does not apply. Packs may add words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler

Labels = tuple[str, str]

ORGAN_KINDS: dict[str, Labels] = {
    "government": ("人民政府", "people's government"),
    "department": ("政府工作部门", "working department of a government"),
    "township_government": ("乡镇人民政府", "township people's government"),
    "subdistrict_office": ("街道办事处", "subdistrict office"),
    "government_branch": ("派出机关", "branch of a government (派出机关)"),
    "department_branch": ("派出机构", "branch of a department (派出机构)"),
    "internal_unit": ("内设机构", "internal unit"),
    "judicial_office": ("司法所", "judicial office of a township"),
    "entrusted_unit": ("受委托组织", "entrusted organisation"),
    "authorised_organisation": ("授权组织", "organisation authorised by law"),
    "supervision_commission": ("监察委员会", "supervision commission (监察机关)"),
    "public_security": ("公安机关", "public security organ"),
    "court": ("人民法院", "people's court"),
    "procuratorate": ("人民检察院", "people's procuratorate"),
    "citizen_or_organisation": ("公民、法人或者其他组织", "citizen, legal person or other organisation"),
    "other": ("其他", "other"),
}
LEVELS: dict[str, Labels] = {
    "province": ("省级", "province"),
    "prefecture": ("市（州）级", "prefecture"),
    "county": ("县级", "county"),
    "township": ("乡级", "township"),
}
LEADERSHIP: dict[str, Labels] = {
    "local": ("本级政府领导", "led by the government of its level"),
    "dual": ("双重领导", "dual leadership"),
    "vertical": ("垂直管理", "vertically managed"),
}
ORGAN_ROLES: dict[str, Labels] = {
    "justice": ("司法行政部门", "justice administration"),
    "supervision_body": ("行政执法监督机构", "body that does the supervision work of its organ"),
}
DESIGNATIONS: dict[str, Labels] = {
    "no_enforcement": ("无行政执法职责", "has no enforcement functions in its line"),
}
DOCUMENT_KINDS: dict[str, Labels] = {
    "recommendation": ("行政执法监督建议书", "supervision recommendation letter"),
    "decision": ("行政执法监督决定书", "supervision decision letter"),
    "notice": ("行政执法监督通知书", "supervision notice"),
    "opinion": ("行政执法监督意见书", "supervision opinion"),
    "reply": ("复查答复", "reply to a request"),
    "circular": ("通报", "circular"),
    "extension_notice": ("延期告知", "notice that a step will take longer"),
    "correction_report": ("整改情况报告", "report on rectification"),
    "execution_report": ("执行情况报告", "report on execution of a decision letter"),
    "major_decision_filing": ("重大行政执法决定备案", "filing of a major enforcement decision"),
    "clue_transfer": ("问题线索移送", "transfer of a clue"),
    "coordination_request": ("报请协调处理", "request to a common superior to coordinate"),
    "judicial_suggestion": ("司法建议", "judicial suggestion"),
    "supervision_suggestion": ("监察建议", "suggestion of a supervision commission"),
    "deputy_proposal": ("人大代表建议", "proposal of a people's congress deputy"),
    "cppcc_proposal": ("政协委员提案", "proposal of a political consultative conference member"),
    "superior_assignment": ("上级交办事项", "matter assigned by a superior"),
    "annual_plan": ("年度行政执法监督工作计划", "annual supervision work plan"),
    "powers_and_duties_list": ("行政执法监督权责清单", "list of supervision powers and duties"),
    "performance_index": ("法治建设绩效考核指标体系", "performance index of rule-of-law work"),
    "statistics_report": ("行政执法统计分析报告", "statistical analysis of enforcement"),
    "preventive_measures": ("预防和整改措施", "preventive and corrective measures"),
    "typical_case": ("典型案例", "model case"),
    "other": ("其他文书", "other document"),
}
RESULTS: dict[str, Labels] = {
    "granted": ("成立", "granted"),
    "refused": ("不成立", "refused"),
    "partly": ("部分成立", "granted in part"),
}
ORDERS: dict[str, Labels] = {
    "perform": ("履行法定职责", "perform a statutory duty"),
    "redo": ("重新作出行政行为", "take the administrative act anew"),
    "revoke": ("撤销行政行为", "revoke the administrative act"),
    "other": ("其他", "other"),
}
REQUEST_KINDS: dict[str, Labels] = {
    "objection": ("异议（复查申请）", "objection with a request for review"),
    "complaint": ("投诉举报", "complaint or report"),
    "recusal": ("回避申请", "request for recusal"),
    "files": ("调取材料", "demand for files"),
    "assistance": ("请求协助", "request for assistance"),
}
RESPONSES: dict[str, Labels] = {
    "supplied": ("已提供", "supplied"),
    "refused": ("拒绝", "refused"),
    "obstructed": ("阻碍", "obstructed"),
    "false_information": ("弄虚作假", "false information"),
}
FINDINGS: dict[str, Labels] = {
    "unlawful_act": ("行政执法行为违法或者不当", "enforcement act unlawful or improper"),
    "prominent_problems": ("问题突出、造成重大影响", "prominent problems with major impact"),
    "official_misconduct_clue": ("违纪或者职务违法犯罪线索", "clue to misconduct or crime in office"),
    "enforcement_problem": ("行政执法存在的问题", "problem found in enforcement statistics"),
    "interest": ("监督人员与监督事项有利害关系", "an officer has an interest in the matter"),
    "impartiality": ("是否影响公正处理", "whether impartial handling is affected"),
    "complaint_handled": ("投诉举报处理情况", "how a complaint was handled"),
}
OUTCOMES: dict[str, Labels] = {
    "substantiated": ("属实", "substantiated"),
    "unsubstantiated": ("不属实", "not substantiated"),
}
EXTENTS: dict[str, Labels] = {"full": ("全部", "in full"), "partial": ("部分", "in part")}
ACTIVITIES: dict[str, Labels] = {
    "on_site_supervision": ("现场行政执法监督", "on-site supervision"),
    "file_inspection": ("查阅案卷", "inspection of files at the desk"),
    "questioning": ("询问", "questioning"),
    "symposium": ("座谈会、论证会", "symposium or expert meeting"),
    "investigation": ("实地调查、勘验", "field investigation"),
    "commissioned_test": ("委托鉴定、评估、检测、勘验", "commissioned appraisal, assessment or test"),
    "special_supervision": ("专项行政执法监督", "special supervision"),
    "consultation": ("协商", "consultation between supervising organs"),
    "filing_review": ("备案审查", "review of a filed decision"),
    "statistical_analysis": ("统计分析、监测研判", "statistical analysis and monitoring"),
    "complaint_handling": ("投诉举报处理", "handling of a complaint"),
}
PARTICIPANT_ROLES: dict[str, Labels] = {
    "supervision_officer": ("行政执法监督人员", "supervision officer"),
    "enforcement_officer": ("行政执法人员", "enforcement officer"),
    "head": ("负责人", "head of the organ"),
    "expert": ("专家", "expert"),
    "other": ("其他人员", "other person"),
}
CERTIFICATES: dict[str, Labels] = {
    "supervision": ("行政执法监督证件", "supervision certificate"),
    "enforcement": ("行政执法证件", "enforcement certificate"),
}
REVIEW_KINDS: dict[str, Labels] = {
    "case_file_review": ("行政执法案卷评查", "case-file review"),
    "assessment": ("行政执法考核评议", "assessment of enforcement"),
}
REVIEW_PARTS: dict[str, Labels] = {
    "internal": ("内部考核", "internal assessment"),
    "external": ("外部评议", "external appraisal"),
    "legality": ("合法性审查", "review of legality"),
    "appropriateness": ("适当性审查", "review of appropriateness"),
}
REVIEW_SCOPES: dict[str, Labels] = {
    "comprehensive": ("综合考核评议", "comprehensive assessment"),
    "specialised": ("专项考核评议", "specialised assessment"),
}
CONTENTS: dict[str, Labels] = {
    "supervision_results": ("行政执法监督结果", "results of supervision"),
}
MECHANISMS: dict[str, Labels] = {
    "joint_conference": ("行政执法监督联席会议机制", "joint conference on supervision"),
    "supervision_platform": ("行政执法监督平台", "supervision platform"),
    "cooperation": ("与法治督察、政府督查、行政复议等的协作机制", "cooperation with other inspection and review work"),
    "hotline_cooperation": ("12345热线合作机制", "cooperation with the 12345 hotline"),
    "contact_points": ("行政执法监督联系点", "contact points for supervision"),
}
CLOSURES: dict[str, Labels] = {
    "rectified": ("已整改", "rectified"),
    "terminated": ("终止监督", "supervision ended"),
    "unfounded": ("不属实", "found to be unfounded"),
    "archived": ("归档", "put into the archive"),
    "other": ("其他", "other"),
}

WORDS: dict[str, dict[str, Labels]] = {
    "organ_kind": ORGAN_KINDS,
    "level": LEVELS,
    "leadership": LEADERSHIP,
    "organ_role": ORGAN_ROLES,
    "designation": DESIGNATIONS,
    "document_kind": DOCUMENT_KINDS,
    "result": RESULTS,
    "order": ORDERS,
    "request_kind": REQUEST_KINDS,
    "response": RESPONSES,
    "finding": FINDINGS,
    "outcome": OUTCOMES,
    "extent": EXTENTS,
    "activity": ACTIVITIES,
    "participant_role": PARTICIPANT_ROLES,
    "certificate": CERTIFICATES,
    "review_kind": REVIEW_KINDS,
    "review_part": REVIEW_PARTS,
    "review_scope": REVIEW_SCOPES,
    "content": CONTENTS,
    "mechanism": MECHANISMS,
    "closure": CLOSURES,
}


@dataclass(frozen=True)
class Words:
    """Marks a ``str`` annotation: only words of the named vocabulary are accepted.

    ``extra`` holds the words that packs add to the vocabulary for this field.
    """

    vocabulary: str
    extra: tuple[tuple[str, Labels], ...] = ()

    @property
    def labels(self) -> Mapping[str, Labels]:
        """Every accepted word with its Chinese and English label."""
        return {**WORDS.get(self.vocabulary, {}), **dict(self.extra)}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Accept exactly the words of the vocabulary."""
        return core_schema.literal_schema(list(self.labels))


@dataclass(frozen=True)
class Reference:
    """Marks a ``str`` annotation as the key of an ``organ``, a ``person`` or a ``document``."""

    kind: str
