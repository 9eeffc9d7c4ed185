"""What a questionnaire on paper says besides its questions, in each language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperWords:
    """Words and phrases; those with braces are filled in."""

    legend: str
    rank: str
    photo: str
    place: str
    project: str
    site: str
    code: str
    on: str
    number: str
    announced: str
    unannounced: str
    total: str
    points: str
    na: str
    decency: str
    page: str
    only_if: str
    chosen: str
    amounts: str
    rule: str
    quotes: tuple[str, str]
    brackets: tuple[str, str]
    comma: str
    both: str
    either: str
    not_so: str


WORDS = {
    "zh": PaperWords(
        legend="○ 选一个　□ 可选多个　＊ 必答",
        rank="请写序号，1 为第一位。",
        photo="照片只能用手机拍，纸上不填。",
        place="请写纬度和经度，如 30.57, 104.07；不清楚可不填。",
        project="项目",
        site="点位",
        code="点位编码",
        on="日期",
        number="代表委员编号",
        announced="集中查访",
        unannounced="不定期暗访",
        total="合计",
        points="分",
        na="不适用",
        decency="不记名。请不要写姓名、电话和身份证号。",
        page="第 {page} 页，共 {pages} 页",
        only_if="{condition}时才答",
        chosen="第 {number} 题选{options}",
        amounts="第 {number} 题为 {options}",
        rule="第 {number} 题的回答符合 {rule} ",
        quotes=("“", "”"),
        brackets=("（", "）"),
        comma="或",
        both="，并且",
        either="，或者",
        not_so="不是（{condition}）",
    ),
    "en": PaperWords(
        legend="○ choose one   □ choose any   ＊ please answer",
        rank="Please write numbers: 1 comes first.",
        photo="Photos are taken with the phone, not on paper.",
        place="Latitude and longitude, as 30.57, 104.07. Leave it open if you do not know.",
        project="Project",
        site="Site",
        code="Code of the site",
        on="Date",
        number="Number of the deputy",
        announced="announced",
        unannounced="unannounced",
        total="Total",
        points="marks",
        na="not applicable",
        decency="No name. Please leave out names, phone numbers and ID numbers.",
        page="Page {page} of {pages}",
        only_if="Only if {condition}",
        chosen="question {number} is {options}",
        amounts="question {number} is {options}",
        rule="the answers to question {number} fit {rule}",
        quotes=("“", "”"),
        brackets=("(", ")"),
        comma=" or ",
        both=", and ",
        either=", or ",
        not_so="not ({condition})",
    ),
    "ja": PaperWords(
        legend="○ 一つ選ぶ　□ いくつでも　＊ 必須",
        rank="番号を書いてください。1 が最も上です。",
        photo="写真は携帯電話からのみです。紙には書きません。",
        place="緯度と経度を 30.57, 104.07 のように。分からなければ空欄で結構です。",
        project="事業",
        site="場所",
        code="場所のコード",
        on="日付",
        number="代表委員番号",
        announced="事前通知の訪問",
        unannounced="抜き打ちの訪問",
        total="合計",
        points="点",
        na="該当なし",
        decency="匿名です。氏名、電話番号、身分証番号は書かないでください。",
        page="{page} / {pages} ページ",
        only_if="{condition}の場合だけ答える",
        chosen="問 {number} が{options}",
        amounts="問 {number} が {options} ",
        rule="問 {number} の答えが {rule} に合う",
        quotes=("「", "」"),
        brackets=("（", "）"),
        comma="か",
        both="、かつ、",
        either="、または、",
        not_so="（{condition}）ではない",
    ),
    "ko": PaperWords(
        legend="○ 하나 선택   □ 여러 개 선택 가능   ＊ 필수",
        rank="순서를 숫자로 적어 주세요. 1이 첫째입니다.",
        photo="사진은 휴대전화로만 올립니다. 종이에는 적지 않습니다.",
        place="위도와 경도를 30.57, 104.07처럼 적어 주세요. 모르면 비워 두세요.",
        project="사업",
        site="장소",
        code="장소 코드",
        on="날짜",
        number="대표위원 번호",
        announced="사전 통지 방문",
        unannounced="불시 방문",
        total="합계",
        points="점",
        na="해당 없음",
        decency="무기명입니다. 이름, 전화번호, 신분증 번호는 적지 마세요.",
        page="{pages}쪽 중 {page}쪽",
        only_if="{condition}인 경우에만 답하세요",
        chosen="{number}번이 {options}",
        amounts="{number}번이 {options}",
        rule="{number}번의 답이 {rule}에 맞음",
        quotes=("‘", "’"),
        brackets=("(", ")"),
        comma=" 또는 ",
        both=", 그리고 ",
        either=", 또는 ",
        not_so="({condition})이 아님",
    ),
    "ru": PaperWords(
        legend="○ один ответ   □ несколько ответов   ＊ обязательно",
        rank="Проставьте номера: 1 — первое место.",
        photo="Фото — только с телефона, не на бумаге.",
        place="Широта и долгота, например 30.57, 104.07. Если не знаете, оставьте пустым.",
        project="Проект",
        site="Место",
        code="Код места",
        on="Дата",
        number="Номер депутата",
        announced="объявленный визит",
        unannounced="визит без предупреждения",
        total="Всего",
        points="баллов",
        na="не применимо",
        decency="Без имени. Не пишите имена, телефоны и номера документов.",
        page="Страница {page} из {pages}",
        only_if="Только если {condition}",
        chosen="в вопросе {number} выбрано {options}",
        amounts="в вопросе {number} стоит {options}",
        rule="ответы на вопрос {number} отвечают правилу {rule}",
        quotes=("«", "»"),
        brackets=("(", ")"),
        comma=" или ",
        both=", и ",
        either=", или ",
        not_so="не ({condition})",
    ),
}
