// A review without Python: a key or a click chooses an answer, the download holds what all answers write.
const data = JSON.parse(document.getElementById("data").textContent);
const questions = [...document.querySelectorAll("[data-question]")];
const chosen = questions.map(() => null);

const choose = (at, number) => {
  if (number !== null && !(number in data.answers[at])) return;
  chosen[at] = number;
  for (const button of questions[at].querySelectorAll("[data-answer]"))
    button.setAttribute("aria-pressed", String(button.dataset.answer === String(number)));
  document.getElementById("count").textContent = chosen.filter((one) => one !== null).length;
  if (number !== null) go(at + 1);
};
const go = (at) => {
  const next = questions[Math.max(0, Math.min(at, questions.length - 1))];
  next.focus();
  next.scrollIntoView({ block: "center" });
};
const written = (at) => {
  const out = new Set([...questions[at].querySelectorAll("[data-row]")].filter((box) => !box.checked).map((box) => box.dataset.row));
  const entries = Object.entries(data.answers[at][chosen[at]]).filter(([row]) => !out.has(row)).map(([, text]) => text);
  const many = `  as: ${entries.length > 1 ? "group" : "single"}\n  rows: ${entries.length}`;
  return entries.map((text) => text.replace(/^  as: \w+\n  rows: \d+$/m, many)).join("");
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const here = document.activeElement.closest("[data-question]");
  const at = here ? Number(here.dataset.question) : -1;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (at < 0) return;
  else if (event.key === "a") choose(at, "1" in data.answers[at] ? 1 : 0);
  else if (event.key === "n") choose(at, 0);
  else if (event.key === "u") choose(at, null);
  else if (/^[1-9]$/.test(event.key)) choose(at, Number(event.key));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-answer]");
  if (button) choose(Number(button.closest("[data-question]").dataset.question), Number(button.dataset.answer));
});
document.getElementById("download").addEventListener("click", () => {
  const joint = data.before && !data.before.endsWith("\n") ? "\n" : "";
  const text = data.before + joint + chosen.map((one, at) => (one === null ? "" : written(at))).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  link.download = data.file;
  link.click();
});
