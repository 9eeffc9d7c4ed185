"""What the printed sheets say in each language; 中文 always, and one of the others below it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """The sentences of a sheet; the three steps are words beside pictures."""

    question: str
    scan: str
    choose: str
    send: str
    decency: str
    by_hand: str


WORDINGS = {
    "zh": Wording(
        question="这件实事办得怎么样？",
        scan="扫一扫",
        choose="选一选",
        send="发出去",
        decency="不登录，不问姓名",
        by_hand="扫不了？打开网址，输入编号",
    ),
    "en": Wording(
        question="How well was this done?",
        scan="Scan",
        choose="Choose",
        send="Send",
        decency="No login, no name",
        by_hand="Cannot scan? Open the address and type the code.",
    ),
    "ja": Wording(
        question="この事業はいかがでしたか",
        scan="読み取る",
        choose="選ぶ",
        send="送る",
        decency="ログイン不要、匿名",
        by_hand="読み取れないときはアドレスを開いてコードを入力",
    ),
    "ko": Wording(
        question="이 사업은 잘 되었습니까?",
        scan="스캔하기",
        choose="고르기",
        send="보내기",
        decency="로그인 없이, 이름 없이",
        by_hand="스캔이 안 되면 주소를 열고 코드를 입력하세요.",
    ),
    "ru": Wording(
        question="Как выполнено это дело?",
        scan="Сканируйте",
        choose="Выберите",
        send="Отправьте",
        decency="Без входа и имени",
        by_hand="Не сканируется? Откройте адрес и введите код.",
    ),
}
