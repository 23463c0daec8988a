"""Faces by language, the fontconfig file of the press, and the cut of our own font (papers.md 1, 3, 13)."""
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from portal import ROOT
from portal.foundation import words
from portal.paper import cut, fonts
from portal.paper.press import Press
from tests.paper import pdfs

TRADITIONAL = '<!doctype html><html lang="{lang}"><title>t</title><body><p>骨直<b>回音</b>，閘龐𠮷</p>'


@pytest.mark.parametrize("locale", words.LOCALES)
def test_every_family_list_stands_in_the_style_sheet(locale):
    assert f"font-family: {fonts.family(locale)};" in (ROOT / "static" / "css" / "paper.css").read_text("utf-8")
    assert "JP" not in fonts.family(locale)


def test_the_fontconfig_file_shuts_the_japanese_and_korean_faces_out(tmp_path):
    outer = tmp_path / "native & co.conf"
    outer.write_text("<fontconfig><dir>/opt/fonts</dir></fontconfig>")
    made = fonts.fontconfig(tmp_path / "made.conf", (tmp_path / "own",), tmp_path / "cache", {"FONTCONFIG_FILE": str(outer)})
    tree = ElementTree.parse(made).getroot()
    assert {name.text for name in tree.iter("string")} == set(fonts.SHUT_OUT)
    assert [folder.text for folder in tree.iter("dir")] == [str(tmp_path / "own"), *map(str, fonts.SYSTEM)]
    assert tree.find("include").text == str(outer)


def test_without_noto_building_says_what_to_install(tmp_path):
    with pytest.raises(FileNotFoundError, match="install the package fonts-noto-cjk"):
        cut.build(tmp_path / "made", (tmp_path,))


def test_the_wide_set_holds_the_code_pages_and_rare_names():
    wide = cut.wide_set()
    assert 24_000 < len(wide) < 45_000
    for text in ("会城街道閘龐墻輿鋪裡衞", "𠮷㛃龘𰻞䶮堃喆㙍旼𬎆", "“”‘’—…·〓、。《》", "Aé€№①"):
        assert set(map(ord, text)) <= wide, text


def test_common_characters_come_first():
    assert [cut.commonness(ord(sign)) for sign in "A的龟閘鼀𠮷"] == [0, 1, 1, 3, 4, 5]


@pytest.fixture(scope="module")
def small_cut(tmp_path_factory):
    """The cut of a few characters only, made by the same steps."""
    target = tmp_path_factory.mktemp("cut")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cut, "wide_set", lambda: set(map(ord, "骨直回音，閘龐𠮷 Az’〓")))
        made = cut.build(target / "fonts")
    return target, made


def test_the_cut_is_truetype_renamed_and_carries_its_licence(small_cut):
    target, made = small_cut
    assert [path.name for path in made] == ["HuiyinSans-Regular.ttf", "HuiyinSans-Bold.ttf"]
    assert "SIL" in (target / "fonts" / "HuiyinSans-LICENCE.txt").read_text()
    assert {path.suffix for path in (target / "fonts").iterdir()} == {".ttf", ".txt"}, "no half-made file"
    for path, weight in zip(made, (400, 700), strict=True):
        with TTFont(path) as font:
            names, best = font["name"], font.getBestCmap()
            assert "glyf" in font
            assert font["OS/2"].usWeightClass == weight
            assert names.getDebugName(1) == "Huiyin Sans"
            assert "Noto" not in names.getDebugName(4) + names.getDebugName(6)
            assert "SIL Open Font License" in names.getDebugName(13)
            assert font.getGlyphID(best[ord("A")]) < font.getGlyphID(best[ord("回")]) < font.getGlyphID(best[0x20BB7])


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant"])
def test_the_press_prefers_the_cut_and_falls_back_glyph_by_glyph(small_cut, lang):
    press = Press(small_cut[0], inline=True)
    assert pdfs.faces(press.pdf(TRADITIONAL.format(lang=lang), "a5")) == {"Huiyin-Sans", "Huiyin-Sans-Bold"}
    mixed = pdfs.faces(press.pdf(TRADITIONAL.format(lang=lang) + "<p>镇</p>", "a5"))
    assert mixed == {"Huiyin-Sans", "Huiyin-Sans-Bold", "Noto-Sans-CJK-" + ("TC" if lang == "zh-Hant" else "SC")}
    assert press.alarms() == []


def test_the_cut_keeps_the_traditional_forms(small_cut):
    press = Press(small_cut[0], inline=True)
    simplified, traditional = (press.pdf(TRADITIONAL.format(lang=lang), "a5") for lang in ("zh-Hans", "zh-Hant"))
    assert pdfs.glyphs(simplified) != pdfs.glyphs(traditional)


def test_forms_stand_where_a_receipt_finds_them_near(small_cut):
    """Those of Traditional text behind what it shares with Simplified, before what it alone has; none of a language nobody sets."""
    for path in small_cut[1]:
        with TTFont(path) as font:
            best, place = font.getBestCmap(), font.getGlyphID
            forms = dict(cut._forms(font))
            bone = forms[best[ord("骨")]]
            assert place(best[ord("骨")]) < place(bone) < place(best[ord("閘")]) < place(best[0x20BB7])
            spoken = {row.LangSysTag for record in font["GSUB"].table.ScriptList.ScriptRecord for row in record.Script.LangSysRecord}
            assert spoken - {"ZHS "} == {"ZHT "} and font["head"].unitsPerEm == cut.UNITS


def test_licences_are_found_beside_unpacked_packages(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(cut, "cut_all", lambda noto, target, licence: seen.append((noto, licence)) or [])
    folder = tmp_path / "native" / "usr" / "share" / "fonts"
    folder.mkdir(parents=True)
    (folder / "NotoSansCJK-Regular.ttc").touch()
    cut.build(tmp_path / "made", (tmp_path / "native",))
    assert seen == [(folder, tmp_path / "native" / Path("usr/share/doc/fonts-noto-cjk/copyright"))]
