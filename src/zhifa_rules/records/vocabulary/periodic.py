"""Words about work that recurs: reviews of case files, mechanisms, standing tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.records.vocabulary.labels import Labels

REVIEW_KINDS: dict[str, Labels] = {
    "case_file_review": ("行政执法案卷评查", "case-file review"),
    "assessment": ("行政执法考核评议", "assessment of enforcement"),
    "quality_evaluation": ("行政执法质量考评", "evaluation of enforcement quality"),
    "three_systems_evaluation": ("“三项制度”评估", "evaluation of the three systems"),
    "spot_check": ("案卷抽查", "spot check of files"),
    "typical_cases": ("典型案例编制", "compilation of typical cases"),
    "certificate_review": ("证件年度审查", "yearly review of certificates"),
    "special": ("专项执法监督检查", "special inspection"),
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
    "thematic": ("专题", "announced as thematic"),
}
MECHANISMS: dict[str, Labels] = {
    "joint_conference": ("行政执法监督联席会议机制", "joint conference on supervision"),
    "supervision_platform": ("行政执法监督平台", "supervision platform"),
    "cooperation": ("与法治督察、政府督查、行政复议等的协作机制", "cooperation with other inspection and review work"),
    "hotline_cooperation": ("12345热线合作机制", "cooperation with the 12345 hotline"),
    "contact_points": ("行政执法监督联系点", "contact points for supervision"),
    "training_mechanism": ("学习培训机制", "training mechanism"),
    "supervision_unit": ("行政执法监督机构", "unit for supervision"),
    "supervisors": ("行政执法监督员", "social supervisors"),
    "consultation_mechanism": ("会商机制", "mechanism of joint deliberation"),
    "criminal_link": ("行政执法与刑事司法衔接机制", "link with criminal justice"),
    "data_sharing": ("执法数据归集共享机制", "sharing of enforcement data"),
    "statistics_system": ("行政执法统计年报制度", "system of yearly statistics"),
    "equipment_keeper": ("音像设备责任人", "person responsible for recording equipment"),
    "complaint_system": ("行政执法投诉制度", "complaint system"),
    "quiet_period": ("企业安静期", "quiet period for enterprises"),
    "other": ("其他机制", "other mechanism"),
}
STANDING_TASKS: dict[str, Labels] = {
    "supervision_matters_list": ("编制监督事项清单", "draw up the list of supervision matters"),
    "supervision_rules": ("制定执法和监督制度", "make rules on enforcement and supervision"),
    "plan_filing": ("报送监督工作方案备案", "file the supervision programme"),
    "supervision_report": ("提交监督工作报告", "submit a report on supervision"),
    "leniency_lists": ("编制从轻、减轻、免予处罚清单", "draw up lists of lenient penalties"),
    "contact_points": ("建立监督联系点", "set up contact points"),
    "enforcement_matters_list": ("实行执法事项目录清单管理", "keep a list of enforcement matters"),
    "consultation_mechanism": ("建立会商机制", "set up a consultation mechanism"),
    "criminal_link": ("健全行刑衔接机制", "link enforcement with criminal justice"),
    "data_sharing": ("建立数据归集共享机制", "set up the sharing of data"),
    "data_connection": ("与一体化平台互联互通", "connect data with the platform"),
    "work_report": ("报告工作情况", "report on the work"),
    "complaint_rules": ("制订行政执法投诉制度", "make rules on complaints"),
    "supervisors": ("开展行政执法监督员制度", "appoint public supervisors"),
    "hotline_cooperation": ("与12345热线等共享线索", "share information with the 12345 hotline"),
    "cooperation": ("建立监督协作机制", "set up cooperation with other supervision"),
    "other": ("其他工作", "other task"),
}
