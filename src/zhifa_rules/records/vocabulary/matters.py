"""Words about supervision matters: what was asked, done, found, corrected and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.records.vocabulary.labels import Labels

REQUEST_KINDS: dict[str, Labels] = {
    "objection": ("异议（复查申请）", "objection with a request for review"),
    "complaint": ("投诉举报", "complaint or report"),
    "recusal": ("回避申请", "request for recusal"),
    "files": ("调取材料", "demand for files"),
    "assistance": ("请求协助", "request for assistance"),
    "review": ("申请复查", "application for review of a decision"),
    "application": ("申请启动监督", "application to start supervision"),
    "clue": ("提供线索", "clue handed in"),
    "self_check": ("要求自查", "demand for a self-check"),
    "report": ("要求报告", "demand for a report"),
}
REQUEST_GROUNDS: dict[str, Labels] = {
    "overdue_opinion": ("逾期不执行意见书", "opinion not executed in time"),
    "major_problem": ("涉及重大问题", "major problem"),
    "other": ("其他", "other"),
}
RESPONSES: dict[str, Labels] = {
    "supplied": ("已提供", "supplied"),
    "refused": ("拒绝", "refused"),
    "obstructed": ("阻碍", "obstructed"),
    "false_information": ("弄虚作假", "false information"),
    "accepted": ("已受理、已接受", "accepted"),
}
FINDINGS: dict[str, Labels] = {
    "unlawful_act": ("行政执法行为违法或者不当", "enforcement act unlawful or improper"),
    "prominent_problems": ("问题突出、造成重大影响", "prominent problems with major impact"),
    "official_misconduct_clue": ("违纪或者职务违法犯罪线索", "clue to misconduct or crime in office"),
    "enforcement_problem": ("行政执法存在的问题", "problem found in enforcement statistics"),
    "interest": ("监督人员与监督事项有利害关系", "an officer has an interest in the matter"),
    "impartiality": ("是否影响公正处理", "whether impartial handling is affected"),
    "complaint_handled": ("投诉举报处理情况", "how a complaint was handled"),
    "defect": ("行政执法行为的违法或者不当情形", "ground of illegality or impropriety of an enforcement act"),
    "ladder_ground": ("应当追究责任的情形", "ground that calls for accountability"),
    "gravity": ("情节轻重", "gravity of the circumstances"),
    "major_problem": ("涉及重大问题", "matter concerns a major problem"),
    "suspected_crime": ("涉嫌犯罪", "suspected crime"),
    "vertical_problem": ("垂直管理机关执法问题", "problem in the enforcement of a vertically managed organ"),
    "correction_needed": ("需要限期纠正的问题", "problem that needs correction within a limit"),
    "outside_competence": ("不属于本部门处理的事项", "matter outside the own competence"),
    "inaction": ("行政不作为", "failure to act"),
    "case_not_opened": ("有案不立、有案不移、以罚代管", "case not opened, not transferred, or fined instead"),
    "serious_misconduct": ("情节严重涉嫌犯罪", "serious conduct suspected of crime"),
    "crash_training": ("突击培训", "crash training"),
    "major_impact": ("重大社会影响", "major impact on society"),
    "severe_consequences": ("整改不力、造成严重后果", "poor rectification with severe consequences"),
}
OUTCOMES: dict[str, Labels] = {
    "substantiated": ("属实", "substantiated"),
    "unsubstantiated": ("不属实", "not substantiated"),
}
DEFECTS: dict[str, Labels] = {
    "insufficient_evidence": ("主要事实不清、证据不足", "facts unclear, evidence insufficient"),
    "wrong_law": ("适用法律、法规错误", "wrong law applied"),
    "procedure_breached": ("违反法定程序", "procedure breached"),
    "beyond_power": ("超越职权、滥用职权", "powers exceeded or abused"),
    "manifestly_improper": ("明显不当", "manifestly improper"),
    "nothing_to_revoke": ("不具有可撤销内容", "nothing that could be revoked"),
    "major_harm": ("撤销会造成重大损害", "revocation would do major harm"),
    "already_changed": ("已改变，仍要求确认违法", "changed already, confirmation still asked for"),
    "no_standing": ("不具备行政主体资格", "no standing as an administrative organ"),
    "no_legal_basis": ("无法定依据", "no legal basis"),
    "no_valid_seal": ("未加盖有效印章", "no valid seal of the organ"),
    "duty_not_performed": ("不履行法定职责", "statutory duty not performed"),
    "other": ("其他情形", "other circumstances"),
}
GRAVITIES: dict[str, Labels] = {
    "not_serious": ("情节不严重", "not serious"),
    "serious": ("情节严重", "serious"),
    "criminal": ("涉嫌犯罪", "suspected crime"),
}
EXTENTS: dict[str, Labels] = {"full": ("全部", "in full"), "partial": ("部分", "in part")}
CORRECTION_KINDS: dict[str, Labels] = {
    "supplement": ("补正", "supplement"),
    "correct": ("改正", "correction"),
    "withdraw": ("撤销、撤回", "withdrawal"),
    "perform": ("履行职责", "performance of a duty"),
}
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
    "case_file_check": ("无案卷事项核查", "check of matters without files"),
    "inspection_of_work": ("工作检查", "inspection of work"),
    "interview_public": ("社会面访谈、暗访", "interviews with the public, covert visits"),
    "supervision_handling": ("监督事项处理", "handling of a supervision matter"),
    "joint_enforcement": ("主要领导跟执法", "head of the unit joins enforcement"),
    "planned_check": ("按计划开展的监督", "supervision under the plan"),
    "study": ("专题学习", "thematic study"),
    "contest": ("知识竞赛、练兵、征文", "quiz, drill or contest"),
    "data_connection": ("数据互联互通", "connection of data"),
    "list_revision": ("清单更新", "revision of lists"),
    "discussion": ("会商", "joint deliberation"),
    "certificate_withholding": ("暂扣执法证件", "withholding of an enforcement certificate"),
    "report_hearing": ("听取行政执法工作报告", "hearing of a report on enforcement work"),
    "hearing": ("听证会", "hearing"),
    "information_entry": ("执法信息录入监督信息系统", "entry of enforcement information into the supervision system"),
    "case_supervision": ("督办", "supervision of how a case is handled"),
}
MEETING_ASPECTS: dict[str, Labels] = {
    "legality": ("合法性", "legality"),
    "reasonableness": ("合理性", "reasonableness"),
    "necessity": ("必要性", "necessity"),
    "consequences": ("可能产生的后果", "possible consequences"),
}
ASSIGNMENT_CHANGES: dict[str, Labels] = {
    "joined": ("加入", "joined"),
    "left": ("退出", "left"),
}
CLOSURES: dict[str, Labels] = {
    "rectified": ("已整改", "rectified"),
    "terminated": ("终止监督", "supervision ended"),
    "unfounded": ("不属实", "found to be unfounded"),
    "archived": ("归档", "put into the archive"),
    "other": ("其他", "other"),
}
