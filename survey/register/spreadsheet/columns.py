"""The columns that a register's spreadsheet may have, and the headings by which offices know them.

The first heading of each column is the one that the export writes. The order of the others is their weight: where a
sheet has both 牵头单位 and 责任单位, the earlier one is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from survey.problems import N_
from survey.register.tables import ProjectState

Value = str | date | ProjectState | None


class Column(StrEnum):
    NUMBER = "number"
    NAME = "name"
    CATEGORY = "category"
    BATCH = "batch"
    ORIGIN = "origin"
    BENEFICIARY_GROUP = "beneficiary_group"
    DEPARTMENT = "department"
    SPONSOR = "sponsor"
    OWNER = "owner"
    CONTRACTOR = "contractor"
    TARGET = "target"
    SITES = "sites"
    ADDRESS = "address"
    POSITION = "position"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"
    STARTS_ON = "starts_on"
    DUE_ON = "due_on"
    STATE = "state"


REQUIRED = (Column.NUMBER, Column.NAME, Column.CATEGORY, Column.DEPARTMENT)
DATES = (Column.STARTS_ON, Column.DUE_ON)
DEGREES = (Column.LATITUDE, Column.LONGITUDE)
"""Coordinates in two columns; the export writes them in one."""
PLACES = (Column.SITES, Column.ADDRESS, Column.POSITION, *DEGREES)


@dataclass(frozen=True)
class Heading:
    """How one column is called on screen and in files; `longest` is what the table can hold."""

    label: str
    synonyms: tuple[str, ...]
    longest: int = 200


def _heading(label: str, synonyms: str, longest: int = 200) -> Heading:
    return Heading(label, tuple(synonyms.split()), longest)


HEADINGS: Mapping[Column, Heading] = {
    Column.NUMBER: _heading(
        N_("Number"), "编号 项目编号 项目编码 编码 项目序号 number projectnumber projectno no 序号 id", 40
    ),
    Column.NAME: _heading(
        N_("Name"),
        "项目名称 实事名称 实事项目名称 实事项目 民生实事项目 名称 项目 事项名称 name projectname project title",
    ),
    Column.CATEGORY: _heading(
        N_("Category"), "类别 项目类别 所属类别 类型 项目类型 分类 项目分类 领域 所属领域 category projectcategory type"
    ),
    Column.BATCH: _heading(N_("Batch"), "批次 所属批次 六个一批 项目批次 batch"),
    Column.ORIGIN: _heading(N_("Origin"), "来源 项目来源 问题来源 诉求来源 origin"),
    Column.BENEFICIARY_GROUP: _heading(
        N_("Beneficiary group"),
        "受益群体 服务对象 受益对象 受益人群 惠及群体 惠及对象 服务群体 beneficiarygroup beneficiaries beneficiary",
    ),
    Column.DEPARTMENT: _heading(
        N_("Department"),
        "牵头单位 牵头部门 责任单位 责任部门 主责部门 主责单位 主管部门 主管单位 主办单位 主办部门 承办单位 承办部门 "
        "实施单位 实施部门 牵头责任单位 部门 单位 leaddepartment department",
    ),
    Column.SPONSOR: _heading(
        N_("Sponsor"), "包联领导 包保领导 包抓领导 区级领导 区级包联领导 牵头领导 挂点领导 分管领导 sponsor"
    ),
    Column.OWNER: _heading(
        N_("Owner"),
        "责任人 责任领导 项目责任人 责任人职务 项目负责人 负责人 处级责任人 具体责任人 owner responsibleperson "
        "responsiblepersontitle personresponsible",
    ),
    Column.CONTRACTOR: _heading(
        N_("Contractor"),
        "施工单位 承建单位 承包单位 承包商 施工企业 承建企业 施工方 中标单位 总包单位 施工总承包单位 代建单位 "
        "运营单位 contractor builder",
    ),
    Column.TARGET: _heading(
        N_("Target"),
        "年度目标 目标任务 年度目标任务 工作目标 目标 年度任务 建设内容 建设目标 主要内容 项目内容 工作内容 实施内容 "
        "target annualtarget goal",
        20_000,
    ),
    Column.SITES: _heading(
        N_("Sites"), "点位 项目点位 点位名称 实施点位 实施地点 建设地点 项目地点 地点 sitename sites site"
    ),
    Column.ADDRESS: _heading(N_("Address"), "地址 点位地址 详细地址 具体地址 项目地址 address siteaddress"),
    Column.POSITION: _heading(
        N_("Coordinates"),
        "坐标 点位坐标 经纬度 坐标经纬度 经纬度坐标 地理坐标 位置坐标 coordinates coordinate latlng gps",
    ),
    Column.LONGITUDE: _heading(N_("Longitude"), "经度 东经 点位经度 经度坐标 longitude lng lon long"),
    Column.LATITUDE: _heading(N_("Latitude"), "纬度 北纬 点位纬度 纬度坐标 latitude lat"),
    Column.STARTS_ON: _heading(
        N_("Start"),
        "开工日期 开工时间 开始日期 开始时间 启动日期 启动时间 起始日期 起始时间 开工 开始 启动 "
        "startdate start startson",
    ),
    Column.DUE_ON: _heading(
        N_("Due"),
        "办结时限 完成时限 办结日期 办结时间 完成日期 完成时间 截止日期 截止时间 竣工日期 竣工时间 完工日期 完工时间 "
        "完成期限 办理时限 时限 时限要求 完成时限要求 竣工 完工 完成 办结 duedate due deadline enddate dueon",
    ),
    Column.STATE: _heading(
        N_("State"),
        "状态 项目状态 进展 进展状态 推进状态 进展情况 推进情况 完成情况 办理情况 办理状态 进度 项目进展 "
        "state status projectstatus progress",
    ),
}

STATES: Mapping[str, ProjectState] = {
    word: state
    for state, words in {
        ProjectState.NOT_STARTED: "未启动 未开工 未开始 待启动 待开工 尚未启动 尚未开工 筹备中 前期准备 "
        "notstarted not_started planned",
        ProjectState.UNDER_WAY: "推进中 在建 进行中 建设中 实施中 办理中 正在推进 正常推进 有序推进 已启动 已开工 "
        "施工中 underway under_way inprogress ongoing",
        ProjectState.LATE: "滞后 逾期 进度滞后 推进缓慢 超期 延期 未按期 late delayed overdue",
        ProjectState.COMPLETED: "已办结 办结 已完成 完成 已完工 完工 已竣工 竣工 全部完成 completed done finished",
        ProjectState.CANCELLED: "已取消 取消 已撤销 撤销 已终止 终止 已中止 中止 不再实施 cancelled canceled",
    }.items()
    for word in words.split()
}
"""What offices call a project's state; the first word of each is the one that the export writes."""

STATE_WORDS: Mapping[ProjectState, str] = {state: word for word, state in reversed(list(STATES.items()))}
