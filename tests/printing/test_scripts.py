"""Names of the languages of the world, each in its own script, are printed whole, joined and from its own side."""

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from conftest import CACHE
from paper import Printed, print_on

from server.printing.characters import missing
from server.printing.design import BadgeLine, Design, HanShapes
from server.printing.fonts import SCRIPTS, spread
from server.printing.job import Face

NAMES = {  # the thirty countries with the most students and graduates, by the languages that names there are written in
    "India": "प्रियंका श्रीवास्तव, প্রিয়াঙ্কা চট্টোপাধ্যায়, பிரியங்கா ஸ்ரீனிவாசன், ప్రియాంక శ్రీనివాస్, પ્રિયંકા શાહ, "
    "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ, ಪ್ರಿಯಾಂಕಾ ಶ್ರೀನಿವಾಸ್, പ്രിയങ്ക കൃഷ്ണൻ, ପ୍ରିୟଙ୍କା ମହାନ୍ତି",
    "China": "欧阳明月, 陳美玲, 㼆",
    "United States": "Zoë O’Brien-Núñez, Keʻalohilani",
    "Indonesia": "Ayu Kartika",
    "Brazil": "João Conceição",
    "Russia": "Екатерина Щербакова-Ёлкина",
    "Japan": "髙橋 花子, さくら, ケイティー",
    "Nigeria": "Adébáyọ̀ Ọlátúnjí, Ƙasimu Ɓala",
    "Bangladesh": "মুহাম্মদ রফিকুল ইসলাম",
    "Mexico": "María José Peña",
    "Pakistan": "محمد علی جٹ, ڈاکٹر گلزار",
    "Iran": "علی‌رضا کریمی, پریسا ژاله",
    "Egypt": "مُحَمَّد الأنصاري",
    "Turkey": "Çağrı Şımşek, İpek",
    "Vietnam": "Nguyễn Thị Ánh, Đặng Quốc Khánh",
    "Philippines": "Niño de la Peña",
    "South Korea": "김민준",
    "Thailand": "ณัฐพงษ์ ปิ่นแก้ว, น้ำฝน",
    "Germany": "Jürgen Weiß, GROẞ",
    "France": "Gaëlle Lœuilleux",
    "Italy": "Niccolò D’Amico",
    "Poland": "Łukasz Żółć",
    "Ukraine": "Олександра Ґалаґан, Їжак",
    "Spain": "Íñigo Muñoz, Núria Gal·la",
    "Ethiopia": "ሰላማዊት ተስፋዬ",
    "Israel": "רבקה בן־דוד, שָׂרָה לֵוִי",
    "Sri Lanka": "ශ්‍රී ප්‍රියංකා, கொழும்பு நௌஷாத்",
    "Myanmar": "မြင့်မြင့်ခင်",
    "Nepal": "कृष्ण प्रसाद ढुङ्गाना",
    "Kazakhstan": "Әлия Қасымова",
    "Cambodia": "សុខ ចាន់ត្រា, សោភា",
    "Laos": "ສົມສັກ ວົງສາ, ຄຳແກ້ວ",
    "Armenia": "Անի Հակոբյան",
    "Georgia": "ნინო ბერიძე",
    "Greece": "Ελένη Παπαδοπούλου",
}


@pytest.mark.parametrize("country", NAMES)
def test_every_letter_of_names_has_a_font(country: str) -> None:
    assert missing(NAMES[country], HanShapes.SC) == ""


def test_every_script_is_asked_of_its_own_font_with_the_parts_that_shaping_takes_it_apart_into() -> None:
    found = {source.family: parts for source, parts in spread(set("কোসোన్គោน้ำຄຳකෝ‍ל"), HanShapes.SC).items()}

    assert {"\u09c7", "\u09be"} <= found["Noto Sans Bengali"]
    assert "\u17c1" in found["Noto Sans Khmer"]
    assert "\u0e4d" in found["Noto Sans Thai"]
    assert "\u0ecd" in found["Noto Sans Lao"]
    assert {"\u0dd9", "\u0dcf", "\u200d"} <= found["Noto Sans Sinhala"]
    assert found["Noto Sans Hebrew"] == {"ל", "\u200d"}


def test_fonts_of_all_scripts_but_chinese_take_eight_megabytes() -> None:
    assert sum(source.file.stat().st_size for source in SCRIPTS) < 8_000_000


JOINED = {  # and the same letters kept apart
    "Arabic": ("محمد", "م‌ح‌م‌د"),
    "Bengali": ("ক্ষ", "ক্‌ষ"),
    "Devanagari": ("क्ष", "क्‌ष"),
    "Khmer": ("ស្រ", "សរ"),
    "Malayalam": ("ക്ഷ", "ക്‌ഷ"),
    "Myanmar": ("န္တ", "နတ"),
    "Sinhala": ("ක්‍ෂ", "ක්ෂ"),
}
FROM_THE_RIGHT = {"Arabic": "لی سیب", "Hebrew": "אב גד"}


@pytest.fixture(scope="module")
def ink(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The dark pixels of a line below a name, all at 13 points, on the whole width of the badge."""
    lines = [*(line for pair in JOINED.values() for line in pair), *FROM_THE_RIGHT.values()]
    faces = [Face("X", "HTTPS://HALLWAY.EXAMPLE/B/2ZSJ37NQRBVPZRT6AYFYJ233H", headline=line) for line in lines]
    folder = tmp_path_factory.mktemp("scripts")
    printed: Printed = asyncio.run(print_on(folder, CACHE, Design(lines=(BadgeLine.HEADLINE,)), faces))

    def of(line: str) -> Any:
        page = np.array(printed.page(lines.index(line), 200))
        below_band, above_code = (round(mm / 25.4 * 200) for mm in (34, 80))
        words = page[below_band:above_code] < 128
        blank = np.flatnonzero(~words.any(axis=1))
        after_name = next(row for row in blank if words[:row].any())
        return words[after_name:]

    return of


@pytest.mark.parametrize("script", JOINED)
def test_letters_that_join_are_joined(ink: Callable[[str], Any], script: str) -> None:
    joined, apart = (np.flatnonzero(ink(line).any(axis=0)) for line in JOINED[script])

    assert len(joined) == np.ptp(joined) + 1  # no white between
    assert len(apart) < np.ptp(apart) + 1 or np.ptp(joined) < 0.93 * np.ptp(apart)


@pytest.mark.parametrize("script", FROM_THE_RIGHT)
def test_lines_of_scripts_from_the_right_begin_there(ink: Callable[[str], Any], script: str) -> None:
    dark = ink(FROM_THE_RIGHT[script])

    columns = np.flatnonzero(dark.any(axis=0))

    assert columns.min() > dark.shape[1] / 2
