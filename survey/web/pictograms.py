"""A picture for a project, by words of its name and its category, so that people find it who do not read well."""

from flask import Flask

from survey.register.tables import Project

WORDS: tuple[tuple[str, str], ...] = (
    ("elderly", "养老 老年 助餐 为老"),
    ("children", "托育 儿童 幼儿 学前"),
    ("school", "教育 学校 学位"),
    ("health", "医疗 卫生服务 健康 医院 康复 筛查"),
    ("jobs", "就业 创业 技能"),
    ("help", "助残 残疾 救助 帮扶 慈善"),
    ("hall", "政务 营商 企业"),
    ("law", "信访 法律 调解"),
    ("safety", "安全 消防"),
    ("water", "供水 排水 防汛"),
    ("heat", "供热 供气 供电 能源"),
    ("parking", "停车 充电"),
    ("road", "道路 交通 公交"),
    ("home", "住房 小区 物业 旧改 改造"),
    ("green", "园林 绿化 公园 生态 环境"),
    ("clean", "市容 环卫 垃圾"),
    ("sport", "体育 健身"),
    ("culture", "文化 图书"),
    ("people", "社区"),
)
"""The first whose words are found; the pictures are symbols of templates/_pictograms.html."""
ANY = "any"


def pictogram(project: Project) -> str:
    """The name of the picture of a project, whose category is loaded."""
    texts = (project.name, project.category.name)
    found = (picture for text in texts for picture, words in WORDS if any(word in text for word in words.split()))
    return next(found, ANY)


def init_app(app: Flask) -> None:
    app.jinja_env.filters["pictogram"] = pictogram
