"""What is asked of every page before a person: axe finds nothing serious, and nothing has to be scrolled sideways (K09, K58)."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.journeys.serving import AXE_FILE, AXE_PATH
from tests.journeys.watch import Watch

AXE = AXE_FILE.read_text("utf-8")
# A rule gives its own impact to all that it finds: one that could find only what is minor or moderate need not look.
RUN = """async () => {
  const lesser = axe._audit.rules.filter((one) => one.impact === "minor" || one.impact === "moderate");
  const left = Object.fromEntries(lesser.map((one) => [one.id, {enabled: false}]));
  return (await axe.run(document, {resultTypes: ["violations"], rules: left})).violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => ({rule: one.id, nodes: one.nodes.slice(0, 3).map(
      (node) => `${node.html.slice(0, 160)} | ${node.failureSummary.split("\\n")[1]}`)}));
}"""
WIDE = """() => {
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
  const beyond = (one) => one.getBoundingClientRect().right > root.clientWidth + 1;
  const wide = over > 0 ? [...document.body.querySelectorAll("*")].filter(beyond) : [];
  return [over, wide.slice(-3).map((one) => one.outerHTML.slice(0, 120))];
}"""


@dataclass
class Inspection:
    """Collects what is wrong, so that one run tells all of it, and the routes whose pages axe saw on a watch,
    where each page of a demonstration says in sight that it is one."""

    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)
    watch: Watch | None = None
    demo: bool = True

    @property
    def looked(self) -> int:
        """How many pages axe looked at."""
        return len(self.seen)

    def axe(self, page: Page, where: str) -> None:
        """Let axe look; only serious and critical findings count. A page of the same name is looked at once."""
        if where in self.seen:
            return
        self.seen.add(where)
        if self.watch is not None:
            self.routes.add(self.watch.shown)
            if page.locator(".demo:visible").count() != self.demo:
                self.wrong.append(f"{where}: demonstration: {self.demo}, but that is not what it shows")
        if page.url.startswith("http"):  # the browser asks for it once and keeps it; to send it along costs more than a page
            page.evaluate("(path) => import(path)", AXE_PATH)
        else:
            page.evaluate(AXE)
        for finding in page.evaluate(RUN):
            self.wrong.append(f"{where}: {finding['rule']}: " + " ; ".join(finding["nodes"]))

    def width(self, page: Page, where: str, *viewports: dict[str, int]) -> None:
        """See whether the page is wider than the screen, on each of the screens."""
        for viewport in viewports or (None,):
            if viewport is not None:
                page.set_viewport_size(viewport)  # type: ignore[arg-type]
            over, culprits = self._measure(page)
            if over > 0:
                self.wrong.append(f"{where} at {page.viewport_size}: {over} px too wide: {culprits}")

    @staticmethod
    def _measure(page: Page) -> tuple[int, Any]:
        over, culprits = page.evaluate(WIDE)
        return over, culprits

    def __str__(self) -> str:
        return f"{len(self.wrong)} faults on {self.looked} pages:\n" + "\n".join(dict.fromkeys(self.wrong))
