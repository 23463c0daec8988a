"""A page with nothing but the pad, under the portal's own policy, and a worker that is asked directly; never shipped."""

import random
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template_string
from playwright.sync_api import Page

from portal.kiosk.ink.drawing import Drawing
from portal.kiosk.ink.packed import SIMPLIFIED, kind
from portal.web.headers import ALWAYS
from tests.kiosk.ink.hands import Hand

TRIAL = """<!doctype html>
<html lang="zh-Hans" data-look="kiosk"><head><meta charset="utf-8"><title>trial</title>
{% for sheet in ('tokens', 'base', 'parts', 'kiosk', 'ink') %}<link rel="stylesheet" href="{{ static('css/' ~ sheet ~ '.css') }}">
{% endfor %}
<script defer src="{{ static('kiosk/ink.js') }}" data-worker="{{ static('kiosk/ink-worker.js') }}"
 data-templates="{{ static('kiosk/ink/templates.bin') }}"></script>
</head><body><div id="pad"></div>{% include 'kiosk/ink.html' %}</body></html>"""
ASK = """async (drawings) => {
  const { worker, templates } = document.querySelector("script[data-worker]").dataset, hand = new Worker(worker);
  const told = (sent) => new Promise((done) => { hand.onmessage = ({ data }) => done(data); hand.postMessage(sent); });
  const began = performance.now();
  await told({ load: templates });
  const ready = performance.now() - began, answers = [];
  for (const { strokes, script } of drawings) {
    const asked = performance.now(), { found } = await told({ ask: true, strokes, script });
    answers.push([found, performance.now() - asked]);
  }
  hand.terminate();
  return { ready, answers };
}"""


def open_trial(page: Page, app: Flask) -> None:
    """Show the page; its policy and everything it loads are the portal's."""
    with app.test_request_context("/kiosk/"):
        body = render_template_string(TRIAL)
    page.route("**/trial", lambda route: route.fulfill(body=body, headers={**ALWAYS, "Content-Type": "text/html"}))
    page.goto("/trial")
    page.locator("html[data-ink=ready]").wait_for()


@dataclass(frozen=True)
class Judged:
    """How one hand was read: percent first, percent in the first five, what was read wrongly, milliseconds of each look."""

    first: float
    five: float
    wrong: list[str]
    times: list[float]


def questions(drawings: dict[str, Drawing], hand: Hand, seed: int) -> list[dict[str, Any]]:
    """What the worker is asked when that hand draws them."""
    lot = random.Random(seed)
    return [{"strokes": [[n for point in stroke for n in point] for stroke in hand(drawing, lot)],
             "script": "hans" if kind(character) & SIMPLIFIED else "hant"} for character, drawing in drawings.items()]


def judge(page: Page, drawings: dict[str, Drawing], hand: Hand, seed: int) -> Judged:
    """Have a fresh worker read all drawings as that hand draws them."""
    asked = questions(drawings, hand, seed)
    answers: list[Any] = page.evaluate(ASK, asked)["answers"]
    found = list(zip(drawings, (list(answer[0]) for answer in answers), strict=True))
    return Judged(100 * sum(answer[0] == character for character, answer in found) / len(found),
                  100 * sum(character in answer[:5] for character, answer in found) / len(found),
                  [f"{character} as {answer[0]}" for character, answer in found if answer[0] != character],
                  [answer[1] for answer in answers])
