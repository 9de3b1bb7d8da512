// The panel of a review: it shows the HTML that Python makes, and tells Python what was pressed, ticked or typed.
// It takes the focus on a click and keeps its keys from JupyterLab's shortcuts.
function render({ model, el }) {
  el.classList.add("ipstats-review");
  el.tabIndex = 0;
  el.setAttribute("role", "application");
  el.setAttribute("aria-label", model.get("label"));
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const keys = new Set(model.get("pressed"));
  const send = (message) => model.send(message);

  const show = () => {
    const inside = el.contains(document.activeElement);
    const ticked = inside && document.activeElement.dataset.tick;
    el.innerHTML = model.get("html");
    const field = el.querySelector("[data-typed]") || (ticked && el.querySelector(`[data-tick="${ticked}"]`));
    if (field) field.focus({ preventScroll: true });
    else if (inside) el.focus({ preventScroll: true });
  };

  el.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const field = event.target.closest("[data-typed]");
    if (field) {
      if (event.isComposing) return;
      if (event.key === "Enter") send({ typed: field.value });
      if (event.key === "Escape") send({ key: "Escape" });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !keys.has(event.key)) return;
    if (event.key === " " && event.target.closest("button, [data-tick], summary")) return;  // presses what has the focus
    event.preventDefault();
    send({ key: event.key });
  });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    const box = event.target.closest("[data-tick]");
    if (button) send({ key: button.dataset.key });
    if (box) send({ tick: box.dataset.tick });
    if (!event.target.closest("[data-typed], [data-tick], summary")) el.focus({ preventScroll: true });
  });
  model.on("change:html", show);
  show();
}
export default { render };
