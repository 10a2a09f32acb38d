"""A model that says the same again and again is found; lists and rhetoric are not."""

import pytest

from mlkt.translate.gate.loops import check_loop
from mlkt.translate.gate.texts import Texts

SOURCE = "The king built a large palace of wood beside the lake and lived there."


def blocking(target: str, source: str = SOURCE) -> bool:
    problems = check_loop(Texts(source, target, "en", "kn"))
    return any(problem.severity == "blocking" for problem in problems)


@pytest.mark.parametrize(
    "target",
    [
        "ರಾಜನು ದೊಡ್ಡ ದೊಡ್ಡ ದೊಡ್ಡ ದೊಡ್ಡ ದೊಡ್ಡ ಅರಮನೆ ಕಟ್ಟಿದನು.",
        "ರಾಜನು ಅರಮನೆ ಕಟ್ಟಿದನು. ರಾಜನು ಅರಮನೆ ಕಟ್ಟಿದನು. ರಾಜನು ಅರಮನೆ ಕಟ್ಟಿದನು.",
        "राजा ने झील के पास महल बनाया और राजा ने झील के पास महल बनाया और",
        "Mfalme alijenga jumba la mbao, la mbao, la mbao, la mbao, la mbao",
        "بنى الملك قصرًا كبيرًا من الخشب بنى الملك قصرًا كبيرًا من الخشب",
        "国王建造了宫殿国王建造了宫殿国王建造了宫殿国王建造了宫殿",
        "王は湖のそばに湖のそばに湖のそばに湖のそばに住んだ",
        "พระราชาสร้างวังสร้างวังสร้างวังสร้างวังสร้างวัง",
        "Nhà vua xây cung điện lớn bên hồ, xây cung điện lớn bên hồ, xây cung điện",
        "hahahahahahahahahahahahahaha",
        "The king built built built built a palace",
    ],
)
def test_a_loop_is_blocked(target: str) -> None:
    assert blocking(target)


@pytest.mark.parametrize(
    "target",
    [
        "ರಾಜನು ಸರೋವರದ ಪಕ್ಕದಲ್ಲಿ ದೊಡ್ಡ ಮರದ ಅರಮನೆ ಕಟ್ಟಿ ಅಲ್ಲಿ ವಾಸಿಸಿದನು.",
        "ಒಬ್ಬೊಬ್ಬರಾಗಿ ಒಬ್ಬೊಬ್ಬರಾಗಿ ಬಂದರು.",
        "Polepole polepole ndiyo mwendo, polepole tu.",
        "धीरे धीरे धीरे वह चला गया।",
        "فاز الفريق الأول في المباراة 3-1 وفاز الفريق الثاني في المباراة 2-0",
        "",
    ],
)
def test_what_people_repeat_is_not(target: str) -> None:
    assert not blocking(target)


def test_what_the_source_repeats_may_be_repeated() -> None:
    assert not blocking("ಬಾ ಬಾ ಬಾ ಬಾ ಬಾ", source="come come come come come")
