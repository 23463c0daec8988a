"""A Chromium that hears and sees something: its own fake microphone and camera, allowed without asking."""

from playwright.sync_api import Page

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# A terminal's own voices, told to the page in place of those of this machine; what is read is kept in `said`.
SPEECH = """(() => {
  window.said = []; window.stopped = 0; let going = null;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const speech = {
    getVoices: () => VOICES, addEventListener() {},
    cancel() { window.stopped += 1; const one = going; going = null; one?.onend?.(); },
    speak(one) {
      going = one;
      window.said.push({ text: one.text, voice: one.voice.name, rate: one.rate, volume: one.volume });
      HOLD || setTimeout(() => one.onend(), 0);
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
})()"""
VOICES = [("Remote", "zh-CN", False), ("Mandarin", "zh-CN", True), ("Cantonese", "zh-HK", True), ("English", "en-US", True)]


def give_voices(page: Page, *voices: tuple[str, str, bool], hold: bool = False) -> None:
    """Let the pages of this context have these voices; `hold`: a sentence does not end by itself."""
    told = ", ".join(f'{{name: "{name}", lang: "{lang}", localService: {str(local).lower()}}}' for name, lang, local in voices)
    page.context.add_init_script(SPEECH.replace("VOICES", f"[{told}]").replace("HOLD", str(hold).lower()))
