// Takes the time in the page, from a key's own time stamp to the first frame after the page has
// settled. It lives in sessionStorage, because some keys lead to another page.
(() => {
  const READY = "#sheet [data-pointer][aria-current=true]";
  const now = () => performance.timeOrigin + performance.now();
  const focused = () => document.activeElement;
  const settled = {
    written: (before) => Number(document.querySelector("#revision")?.value) > Number(before),
    editing: () => focused()?.matches("[name=value]"),
    next: (leaving) => {
      const shown = document.querySelector("#document");
      const isOther = shown?.dataset.writable === "true" && shown.dataset.document !== leaving;
      return isOther && focused()?.matches(READY);
    },
  };
  const check = () => {
    const { awaited, argument, pressed } = sessionStorage;
    if (!awaited || !pressed || !settled[awaited](argument)) return;
    sessionStorage.removeItem("awaited");
    requestAnimationFrame(() => {
      sessionStorage.took = now() - Number(pressed);
    });
  };
  addEventListener("keydown", (event) => {
    sessionStorage.pressed = performance.timeOrigin + event.timeStamp;
  }, { capture: true });
  addEventListener("focusin", check);
  new MutationObserver(check).observe(document, { subtree: true, childList: true, attributes: true });
})();
