"""How the templates are made: only from the package whose digest is known, and so that the worker can read them."""

import hashlib
import io
import json
import math
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from portal.kiosk.ink import __main__ as making
from portal.kiosk.ink import drawing, grid, packed, source
from portal.kiosk.ink.source import STROKES, NotTheSame
from tests.kiosk.ink import opened

TEN = [[(10.0, 50.0), (90.0, 50.0)], [(50.0, 10.0), (50.0, 90.0)]]


def package(folder: Path, files: dict[str, str]) -> Path:
    archive = folder / "strokes.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content.encode())
            tar.addfile(member, io.BytesIO(content.encode()))
    return archive


def test_another_package_under_the_same_name_is_refused(tmp_path: Path) -> None:
    archive = package(tmp_path, {"ARPHICPL.TXT": "another"})
    with pytest.raises(NotTheSame, match=r"hanzi-writer-data 2\.0\.1"):
        source.check(STROKES, archive)
    source.check(replace(STROKES, sha512=hashlib.sha512(archive.read_bytes()).hexdigest()), archive)


def test_without_npm_the_command_ends_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="The strokes cannot be had"):
        making.main()


def test_only_characters_are_read_and_they_stand_upright(tmp_path: Path) -> None:
    median = json.dumps({"strokes": ["M 0 0"], "medians": [[[0, 900], [100, 800]]]})
    drawings, licence = source.read(package(tmp_path, {"十.json": median, "⺀.json": median, "package.json": "{}",
                                                       "ARPHICPL.TXT": "as it is"}))
    assert drawings == {"十": [[(0.0, 0.0), (100.0, 100.0)]]}
    assert licence == b"as it is"


def test_size_and_place_of_a_drawing_do_not_matter() -> None:
    placed, elsewhere = (drawing.centred([[(scale * x + 700, scale * y - 40) for x, y in stroke] for stroke in TEN])
                         for scale in (1, 3))
    assert [point for stroke in placed for point in stroke] == [pytest.approx(point) for stroke in elsewhere for point in stroke]
    assert placed[0][0][1] == pytest.approx(0.5) and placed[0][0][0] < 0.3 < 0.7 < placed[0][1][0]


def test_a_line_is_not_blown_up_into_a_square() -> None:
    one = drawing.centred([[(0.0, 0.0), (100.0, 4.0)]])
    assert abs(one[0][1][1] - one[0][0][1]) < 0.1


def test_the_way_back_to_the_next_stroke_counts_little() -> None:
    assert drawing.weight(1, 0) == drawing.weight(0, 1) == 1
    assert drawing.weight(-1, 0) == drawing.weight(0, -1) == drawing.weight(-1, -1) == drawing.FAINT


def test_points_of_a_stroke_are_equally_far_from_each_other() -> None:
    points = drawing.resampled([(0.0, 0.0), (10.0, 0.0), (10.0, 60.0)])
    assert points[0] == (0, 0) and points[-1] == (10, 60) and len(points) == drawing.POINTS
    assert points[1] == (10, 0)


def test_a_picture_tells_direction_and_place() -> None:
    right = grid.seen([[(0.1, 0.5), (0.9, 0.5)]])
    back = grid.seen([[(0.9, 0.5), (0.1, 0.5)]])
    above = grid.seen([[(0.1, 0.1), (0.9, 0.1)]])
    assert math.fsum(n * n for n in right) == pytest.approx(1)
    assert sum(a * b for a, b in zip(right, back, strict=True)) == pytest.approx(0)
    assert 0 < sum(a * b for a, b in zip(right, above, strict=True)) < 0.5
    assert {place % grid.TURNS for place, share in enumerate(right) if share} == {0}


@pytest.mark.parametrize(("character", "expected"), [
    ("车", packed.SIMPLIFIED), ("車", packed.TRADITIONAL), ("人", packed.SIMPLIFIED | packed.TRADITIONAL),
    ("罅", packed.SIMPLIFIED | packed.TRADITIONAL | packed.KNOWN << 2), ("㐂", packed.RARE << 2)])
def test_the_national_sets_tell_script_and_rarity(character: str, expected: int) -> None:
    assert packed.kind(character) == expected


def test_what_is_packed_can_be_read_and_is_the_same_each_time() -> None:
    made = packed.pack({"十": TEN, "一": TEN[:1]}, "changed today")
    assert made == packed.pack({"十": TEN, "一": TEN[:1]}, "changed today")
    notice, found = opened.read(made)
    assert notice == "changed today" and list(found) == ["十", "一"]
    assert [len(each.strokes) for each in found.values()] == [2, 1]
    picture = grid.seen(drawing.centred(TEN))
    assert [round(min(1, share / grid.MOST) * 15) for share in picture] == found["十"].picture
    for told, point in zip(found["十"].strokes[0], drawing.resampled(drawing.centred(TEN)[0]), strict=True):
        assert told == tuple(round((number - packed.LEFT) / packed.WIDE * 255) for number in point)


def test_the_folder_tells_where_all_of_it_comes_from(tmp_path: Path) -> None:
    making.write(tmp_path / "ink", b"templates", b"licence", 2)
    told = json.loads((tmp_path / "ink" / "provenance.json").read_text())
    assert told["characters"] == 2 and told["sha256"]["ARPHICPL.TXT"] == hashlib.sha256(b"licence").hexdigest()
    assert (tmp_path / "ink" / "NOTICE.txt").read_text() == making.NOTICE
