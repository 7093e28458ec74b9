// Copying where the browser lets a page do so, and bringing a new answer into view. Holds no text of reports.
if (!window.reportAssistantLookAt) {
  const copied = async (text, pre) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(pre); // the text is at least chosen, for Ctrl-C
      return document.execCommand("copy");
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.copy");
    const pre = button?.closest(".copyable").querySelector("pre");
    if (pre) button.textContent = (await copied(pre.textContent, pre)) ? "Copied" : "Press Ctrl-C";
  });
  // Again and again for a moment, whatever is still being drawn, unless the reader moves.
  const whileDrawn = (look) => {
    const end = performance.now() + 2500;
    let moved = false;
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
    const again = () => {
      if (moved || performance.now() > end) return;
      look();
      requestAnimationFrame(again);
    };
    again();
  };
  // Which answer's source is opened: what was pressed stands below it.
  const answers = () => [...document.querySelectorAll(".answer")];
  let opened = -1;
  document.addEventListener("click", (event) => {
    const isAbove = (answer) => answer.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!event.target.closest?.('[data-testid="stColumn"]:has(.source-panel)')) opened = answers().findLastIndex(isAbove);
  });
  // An opened source is scrolled to its marked place, by itself: the answers beside it stay where they are.
  window.reportAssistantShowPlace = () => {
    const panel = document.querySelector('[data-testid="stColumn"]:has(.source-panel)');
    const place = [...(panel?.querySelectorAll(".box.cited, .box, td.cited, th.cited, mark") ?? [])].find((e) => e.checkVisibility());
    if (!place) return;
    for (const scrolled of [place.closest(".table"), panel]) {
      if (!scrolled) continue;
      const at = place.getBoundingClientRect();
      const room = scrolled.getBoundingClientRect();
      scrolled.scrollLeft += at.right - room.right + 12; // no further than needed: the row's label is at the left
      scrolled.scrollTop += at.top - room.top - room.height / 2 + at.height / 2;
    }
    // Where answers begin far down, what opens beside them may lie below what is seen of the page.
    const end = document.querySelector('[data-testid="stBottom"]')?.getBoundingClientRect().top ?? innerHeight;
    const isBeside = getComputedStyle(panel).position === "sticky"; // and not over the lower part of a phone
    if (isBeside && place.getBoundingClientRect().bottom > end) panel.scrollIntoView({ block: "start" });
    // Over the lower part of a phone it must not hide the answer that it is the source of.
    if (!isBeside) whileDrawn(() => {
      const answer = answers()[opened];
      const at = answer?.getBoundingClientRect();
      const isHidden = at && (at.top < 60 || at.bottom > panel.getBoundingClientRect().top);
      if (isHidden) answer.scrollIntoView({ block: "start" });
    });
  };
  // For a moment after an answer its question stays at the top.
  window.reportAssistantLookAt = (selector) =>
    whileDrawn(() => [...document.querySelectorAll(selector)].at(-1)?.scrollIntoView({ block: "start" }));
}
