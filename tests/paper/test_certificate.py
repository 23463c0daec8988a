"""The certificate of an excellent case: one sheet in each language, of what everybody may read (ZK-02, ZK-03)."""

from datetime import date

import pytest

from portal.foundation import words
from portal.paper import certificate, qr
from portal.paper.certificate import WHY, CertificateFacts
from portal.paper.size import page_size
from tests.paper import pdfs
from tests.paper.samples import LOCALES


def facts(**more: object) -> CertificateFacts:
    given = {"network": "岚屿区代表工作室网络", "motto": "知党情、听民意、促和谐", "period": "2026年上半年", "place": 2, "shared": False, "station": "榆荫街道站", "number": "S01-26-0007",
             "category": "道路", "points": "8.75", "reviewers": 5, "representative": "欧阳慧敏", "unit": "街道城市管理办", "why": "五天办结，一条街的人晚上走路都不怕了。",
             "on": date(2026, 7, 1), "address": "huiyin.example.org/results/S01-26-0007", "link": qr.address("https://huiyin.example.org/results/S01-26-0007")}
    return CertificateFacts(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", LOCALES)
def test_zk03_the_certificate_says_who_for_what_and_where_it_is_checked(press, locale):
    say = words.speaker(locale)
    pdf = press.pdf(certificate.html(facts(), say, "a4"), "a4")
    assert page_size(pdf) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1)) and len(pdfs.read(pdf).pages) == 1
    told = pdfs.text(pdf)
    for wanted in ("2026年上半年", "榆荫街道站", "S01-26-0007", "8.75", "欧阳慧敏", "街道城市管理办", "五天办结", "huiyin.example.org/results/S01-26-0007"):
        assert wanted in told, wanted
    assert say("paper.frame.demo").replace(" ", "") not in told


@pytest.mark.parametrize("locale", LOCALES)
def test_the_longest_words_still_fit_on_one_sheet(press, locale):
    long = facts(why="一条街的人晚上走路都不怕了。" * 40, station="榆荫街道" * 15, unit="城市管理" * 15, representative="欧阳慧敏" * 10, shared=True, demo=True)
    pdf = press.pdf(certificate.html(long, words.speaker(locale), "a4"), "a4")
    assert len(pdfs.read(pdf).pages) == 1 and len(long.why) > WHY


def test_without_an_address_that_a_phone_reaches_there_is_no_code(say):
    assert 'class="qr"' not in certificate.html(facts(link=""), say, "a4")
    with pytest.raises(ValueError, match="no size"):
        certificate.html(facts(), say, "a5")
