"""Words about organs: what they are, where they stand and what is special about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.records.vocabulary.labels import Labels

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
    "party_organ": ("党委及其工作机关", "party committee or one of its offices"),
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
    "dual_superior": ("双重领导、以上级领导为主", "dual leadership, mainly from above"),
}
ORGAN_ROLES: dict[str, Labels] = {
    "justice": ("司法行政部门", "justice administration"),
    "supervision_body": ("行政执法监督机构", "body that does the supervision work of its organ"),
}
DESIGNATIONS: dict[str, Labels] = {
    "no_enforcement": ("无行政执法职责", "has no enforcement functions in its line"),
    "no_penalty_power": ("无行政处罚权", "has no power to impose penalties"),
    "two_reviews": (
        "每年须评查两次的单位（案件量大、投诉率败诉率较高）",
        "unit that owes two reviews a year (many cases, many complaints or lost suits)",
    ),
    "outside_structure": (
        "未列入政府机构序列的行政执法机关",
        "enforcement organ outside the government structure series",
    ),
    "enterprise_facing": ("涉企监管单位", "unit that supervises enterprises"),
}
