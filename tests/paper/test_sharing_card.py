"""The picture of a result for links: of its own size, within its edges, in every language, drawn once and kept (SD-40)."""

import io
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from portal import ROOT
from portal.foundation import clock
from portal.paper import sharing_card, sharing_easel, sharing_face, sharing_facts
from portal.paper.sharing_easel import WAITING, Easel
from portal.paper.sharing_facts import SharedFacts
from tests.paper.samples import LOCALES

NOWHERE = Path("/nowhere")
FACTS = SharedFacts("zh_Hans", "岚屿区会员服务网", "榆荫街道站", "S01-26-0001", "清洁卫生", "东门的垃圾桶两天才收一次。打〔电话略〕没人接。", "现在每天早晚各收一次。",
                    "9 个工作日 · 满意", "原文照登", "演示")


def drawn(facts: SharedFacts) -> Image.Image:
    faces = sharing_face.faces(facts.locale, NOWHERE)
    assert faces is not None
    return Image.open(io.BytesIO(sharing_card.drawn(facts, faces)))


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything but paper stands there."""
    colours = picture.convert("RGB").crop(box).getcolors(1 << 20)
    return len(colours or ()) > 1


@pytest.mark.parametrize("locale", LOCALES)
def test_it_has_the_size_that_links_ask_for_and_is_small(locale: str) -> None:
    picture = drawn(replace(FACTS, locale=locale))
    assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert inked(picture, (72, 220, 1128, 300)) and inked(picture, (950, 540, 1128, 610))


@pytest.mark.parametrize("words", ["没有空格的长话" * 300, "w" * 4000, "many words in one line " * 200, "，。" * 900, "\u0000\u2028\n\r\t𠮷😀\ufffe" * 90])
def test_whatever_is_said_stays_within_the_edges(words: str) -> None:
    """Long words break, blanks and signs nobody can letter do no harm."""
    every = drawn(SharedFacts("en", words, words, words[:24], words, words, words, words[:24], "原文照登", words))
    assert not inked(every, (1176, 0, 1200, 630)) and not inked(every, (0, 0, 60, 630)) and not inked(every, (0, 616, 1200, 630))


def test_lines_break_between_words_and_never_begin_with_a_stop() -> None:
    faces = sharing_face.faces("zh_Hans", NOWHERE)
    assert faces is not None
    face = faces.plain(30)
    assert face.wrapped("one two three", round(face.font.getlength("one two ")) + 2, 3) == ["one two", "three"]
    assert face.wrapped("灯亮了。好", round(face.font.getlength("灯亮了")), 3) == ["灯亮了。", "好"]
    assert face.wrapped("灯\U0010fffe", 900, 1) == ["灯〓"] and face.wrapped("  \n ", 900, 3) == []
    (cut,) = face.wrapped("灯亮了好久" * 9, 300, 1)
    assert cut.endswith("…") and face.font.getlength(cut) <= 300


def test_another_word_is_another_picture() -> None:
    keys = {sharing_facts.key(replace(FACTS, **{name: "另一个"})) for name in FACTS.__dataclass_fields__}
    assert len(keys | {sharing_facts.key(FACTS)}) == len(FACTS.__dataclass_fields__) + 1


@pytest.fixture
def easel(tmp_path: Path):
    made = Easel(tmp_path / "shared", NOWHERE)
    yield made
    made.close()


def test_it_is_drawn_once_kept_and_forgotten_after_a_week(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    first = easel.picture(FACTS, 60)
    assert first is not None and first.startswith(b"\x89PNG")
    monkeypatch.setattr(sharing_card, "drawn", None)
    assert easel.picture(FACTS, 60) == first
    assert easel.sweep(clock.now() - timedelta(days=7)) == 0 and easel.sweep(clock.now() + timedelta(days=400_00)) == 1


def test_where_it_cannot_be_drawn_or_too_many_wait_there_is_none_and_nothing_breaks(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing_face, "faces", lambda *_: None)
    assert easel.picture(FACTS, 60) is None

    def broken(*_: object) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(sharing_face, "faces", broken)
    assert easel.picture(FACTS, 60) is None and easel._under_way == {}
    easel._under_way = {str(n): Future() for n in range(WAITING)}
    assert easel.picture(FACTS, 60) is None
    easel._under_way = {sharing_facts.key(FACTS): Future()}
    assert easel.picture(FACTS, 0) is None, "whoever waits too long gets the other one"


def test_a_machine_without_these_fonts_draws_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Those that were unpacked beside the project are found by the fontconfig file that names their folder."""
    monkeypatch.setattr(sharing_face.fonts, "SYSTEM", ())
    sharing_face.faces.cache_clear()
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    assert sharing_face.faces("zh_Hans", tmp_path) is None
    (tmp_path / "own.conf").write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "own.conf"))
    sharing_face.faces.cache_clear()
    assert sharing_face.faces("zh_Hans", tmp_path) is not None
    sharing_face.faces.cache_clear()


def test_the_picture_of_the_house_has_the_same_size() -> None:
    assert Image.open(io.BytesIO((ROOT / "static" / "img" / "share.png").read_bytes())).size == (sharing_card.WIDTH, sharing_card.HEIGHT)
    assert sharing_easel.WAITING > 0
