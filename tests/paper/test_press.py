"""The press: same text, same bytes; alarms instead of boxes; deaths, hangs and hostile text survived (R61, R62)."""
import logging
import os
import resource
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from portal import ROOT
from portal.foundation import clock, words
from portal.paper import alarms, fonts, memory, receipt
from portal.paper import press as press_room
from portal.paper.press import GETA, Press
from portal.paper.shelf import Shelf, key_of
from tests.paper import pdfs
from tests.paper.samples import LOCALES, receipt_facts

SMALL = '<!doctype html><html lang="zh-Hans"><title>t</title><body><p>回音</p>'
HEAVY = SMALL + "<p>一</p>" * 800              # some tenths of a second of layout
ENDLESS = SMALL + "<br>" * 30_000              # a minute and a half (reliability.md 2.7)
HOSTILE = {"2,000 characters": "字" * 2000, "60 lines": "行\n" * 60, "one long word": "w" * 2000,
           "combining marks": "a" + "\u0301" * 2000, "controls": "\0\u202e\u2066" * 300, "markup": "<table>" * 280}


def test_the_same_text_gives_the_same_bytes_in_another_process(press, warm_press):
    page = receipt.html(receipt_facts(), words.speaker("zh_Hans"), "roll80")
    assert press.pdf(page, "roll80") == warm_press.pdf(page, "roll80", 60)


def test_a_paper_set_once_is_read_from_the_shelf_afterwards(tmp_path):
    first = Press(tmp_path, inline=True)
    pdf = first.pdf(SMALL, "a5")
    second = Press(tmp_path)
    assert second.stored(key_of(SMALL, "a5")) == pdf
    assert second.pdf(SMALL, "a5") == pdf
    assert second.worker.pid is None, "no process was needed"


def test_asking_twice_at_once_sets_one_paper(warm_press):
    assert warm_press.submit(HEAVY, "a5") is warm_press.submit(HEAVY, "a5")


@pytest.mark.parametrize("locale", LOCALES)
def test_no_receipt_lacks_a_glyph_not_even_for_rare_names(press, locale):
    before = len(press.alarms())
    facts = receipt_facts(locale, words="𠮷㛃龘𰻞䶮堃喆㙍旼𬎆", received_by="𠮷龘")
    pdf = press.pdf(receipt.html(facts, words.speaker(locale), "a5"), "a5")
    assert press.alarms()[before:] == []
    assert facts.words in pdfs.text(pdf)


def test_a_character_without_a_glyph_is_an_alarm_and_a_geta_mark_never_a_box(press, caplog):
    before = len(press.alarms())
    with caplog.at_level(logging.ERROR, "portal.paper"):
        pdf = press.pdf(SMALL + "<p>\U00013000字</p>", "a5")
    (alarm,) = press.alarms()[before:]
    assert (alarm.kind, alarm.characters) == ("glyph", "\U00013000")
    assert "U+13000" in caplog.text
    assert f"{GETA}字" in pdfs.text(pdf)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["words", "address"])
def test_R62_hostile_text_is_capped_before_layout_and_prints(press, name, field):
    page = receipt.html(receipt_facts(**{field: HOSTILE[name]}), words.speaker("zh_Hans"), "roll80")
    assert len(page) < 12_000
    pdf = press.pdf(page, "roll80")
    assert len(pdfs.read(pdf).pages) == 1
    assert receipt_facts().call_phone in pdfs.text(pdf)


def test_R62_a_paper_too_long_to_set_is_refused_with_an_alarm(press):
    assert press.pdf("x" * (press_room.LONGEST + 1), "a5") is None
    assert "200001 characters" in press.alarms()[-1].detail


def test_R62_a_hang_is_killed_and_the_next_paper_is_set(tmp_path):
    press = Press(tmp_path, limit=4.0)
    press.warm().result(60)
    pid = press.worker.pid
    assert press.pdf(ENDLESS, "a5", 60) is None
    assert "no answer within 4 seconds" in press.alarms()[-1].detail
    assert press.pdf(SMALL, "a5", 60).startswith(b"%PDF")
    assert press.worker.pid != pid
    press.close()


def test_R62_whoever_waits_too_long_gets_none_and_the_paper_comes_later(warm_press):
    future = warm_press.submit(HEAVY, "a5")
    assert warm_press.pdf(HEAVY, "a5", wait=0) is None
    assert warm_press.stored(future.result(60)).startswith(b"%PDF")


def test_R58_a_paper_for_later_is_set_by_itself_and_at_once_for_whoever_asks(warm_press):
    future = warm_press.submit(HEAVY, "a5", later=True)
    assert warm_press.submit(HEAVY, "a5") is future and not warm_press._patient, "it waits among the others now"
    assert warm_press.stored(warm_press.submit(SMALL, "a5", later=True).result(60)).startswith(b"%PDF")


def test_R58_a_flood_of_papers_for_later_fills_no_memory_and_each_is_set_when_asked_for(warm_press, monkeypatch):
    monkeypatch.setattr(press_room, "PATIENT", 1)
    warm_press.submit(HEAVY, "a5", later=True)
    assert warm_press.submit(SMALL, "a5", later=True).result(0) is None
    assert warm_press.pdf(SMALL, "a5", 60).startswith(b"%PDF")


def test_R62_a_worker_killed_in_mid_page_is_replaced_and_its_paper_set_again(warm_press):
    future, pid = warm_press.submit(HEAVY, "a5"), warm_press.worker.pid
    os.kill(pid, signal.SIGKILL)
    assert warm_press.stored(future.result(60)).startswith(b"%PDF")
    assert warm_press.pdf(SMALL, "a5", 60).startswith(b"%PDF")
    assert warm_press.worker.pid != pid


def test_without_the_libraries_there_is_a_sentence_and_no_pdf(tmp_path, monkeypatch):
    monkeypatch.setattr(press_room, "LIBRARIES", {"libnot-there.so.9": "libnot-there9"})
    press = Press(tmp_path)
    assert press.available() == ("Receipts cannot be printed as PDF because the system package libnot-there9 is missing; "
                                 "a page to print is shown instead.")
    assert press.pdf(SMALL, "a5") is None
    assert press.warm().result(0) is None


def test_a_paper_that_cannot_be_stored_is_an_alarm_and_the_plain_page_is_shown(tmp_path, monkeypatch):
    press = Press(tmp_path, inline=True)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert press.pdf(SMALL, "a5") is None
    assert "set but not stored" in press.alarms()[-1].detail
    assert press.stored(key_of(SMALL, "a5")) is None


def test_a_full_shelf_is_an_alarm_and_the_process_goes_on_when_there_is_room_again(warm_press):
    pid, most = warm_press.worker.pid, resource.RLIM_INFINITY
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
    assert warm_press.submit(SMALL, "a5").result(60) is None
    (alarm,) = warm_press.alarms()
    assert "set but not stored" in alarm.detail and "File too large" in alarm.detail
    assert [file.suffix for file in warm_press.shelf.folder.iterdir() if file.name.startswith("tmp")] == [], "no torn draft"
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
    assert warm_press.pdf(SMALL, "a5", 60).startswith(b"%PDF")
    assert warm_press.worker.pid == pid


def test_the_server_never_holds_a_paper_nobody_asked_for(warm_press, monkeypatch):
    answers, answer = [], warm_press.worker._answer
    monkeypatch.setattr(warm_press.worker, "_answer", lambda limit: answers.append(answer(limit)) or answers[-1])
    monkeypatch.setattr(Shelf, "get", lambda *_: pytest.fail("read before anybody asked"))
    monkeypatch.setattr(Shelf, "put", lambda *_: pytest.fail("written by the server"))
    key = warm_press.submit(SMALL, "a5").result(60)
    assert (key, answers) == (key_of(SMALL, "a5"), [(True, ())])
    assert warm_press.submit(SMALL, "a5").result(0) == key, "the second one is on the shelf already"
    monkeypatch.undo()
    assert warm_press.pdf(SMALL, "a5", 0).startswith(b"%PDF")
    assert warm_press.shelf.path(key).stat().st_mode & 0o077 == 0


def test_an_unknown_kind_is_a_programmers_error(press):
    with pytest.raises(ValueError, match="no such paper"):
        press.submit(SMALL, "a1")


def test_a_server_that_ends_while_a_page_is_set_does_not_wait_for_it(tmp_path):
    script = ("import sys; from pathlib import Path; from portal.paper.press import Press\n"
              "if __name__ == '__main__':\n"
              "    press = Press(Path(sys.argv[1])); press.warm().result(60); press.submit(sys.argv[2], 'a5')")
    subprocess.run([sys.executable, "-c", script, str(tmp_path), ENDLESS[:120_000]], cwd=ROOT, timeout=60, check=True)


def test_setting_a_paper_leaves_the_servers_environment_alone(tmp_path):
    before = dict(os.environ)
    Press(tmp_path, inline=True).pdf(SMALL, "a5")
    assert dict(os.environ) == before


def test_a_font_file_is_copied_out_of_harfbuzz_once_not_for_every_paper(tmp_path, monkeypatch):
    """WeasyPrint's private name that memory.keep_fonts replaces: papers.md's bar of speed rests on it."""
    from weasyprint.pdf import fonts as inside

    read, large = inside.get_hb_object_data, []

    def counted(*asked):
        data = read(*asked)
        large.extend([len(data)] * (len(data) >= memory.LARGE))
        return data

    monkeypatch.setattr(inside, "get_hb_object_data", counted)
    monkeypatch.setattr(memory, "MOST_KEPT", 1 << 30)  # Debian's Noto serves where our own cut was not made
    work = press_room._prepare({"a5": press_room._styles("a5")}, str(fonts.fontconfig(tmp_path / "fonts.conf", (), tmp_path / "cache")))
    first = len(large)
    pdfs_set = [work(SMALL + f"<p>{turn}</p>", "a5")[0] for turn in range(3)]
    assert first and len(large) == first and len(set(pdfs_set)) == 3


def test_alarms_outlive_the_process_and_hold_no_word_of_the_paper(tmp_path):
    """A glyph that is missing and a paper too long to set: counted with the last time, by whoever looks at the instance."""
    press = Press(tmp_path, inline=True)
    press.pdf(SMALL + "<p>\U00013000 秘密的话</p>", "a5")
    press.submit("x" * (press_room.LONGEST + 1), "a5")
    heard = Press(tmp_path).book.since(clock.now() - timedelta(days=7))
    assert (heard.count, heard.characters) == (2, ("U+13000",)) and heard.last == clock.now().replace(microsecond=0)
    book = tmp_path / "press-alarms"
    assert "秘密" not in book.read_text("utf-8")
    book.write_text(book.read_text() + "2026-03-02T01:00", "ascii")
    assert Press(tmp_path).book.since(heard.last + timedelta(seconds=1)).count == 0


def test_a_book_of_alarms_stays_small_and_its_disk_may_be_away(tmp_path):
    book = alarms.Book(tmp_path / "book")
    for _ in range(4000):
        book.write(alarms.Alarm("glyph", "", "\U00013000"))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2 * alarms.MOST + 100
    assert alarms.Book(tmp_path / "gone" / "book").since(clock.now()).count == 0
    alarms.Book(tmp_path / "gone" / "book").write(alarms.Alarm("other", "a paper was not set"))
