// Keys of a queue: j and k go on and back, Enter opens, a goes to the button that approves and a second one presses it,
// r goes to the reason, ? shows the help.
// They press what the page marks with data-key, so everything works without them, and they rest while somebody types.
const help = document.querySelector("[data-keys]");
const marked = (key) => document.querySelector(`[data-key="${key}"]`);

const step = (by) => {
  const entries = [...document.querySelectorAll("[data-queue] a")];
  const here = entries.indexOf(document.activeElement);
  entries[Math.min(Math.max(here + by, 0), entries.length - 1)]?.focus();
};

const actions = {
  j: () => { const next = marked("j"); if (next) next.click(); else step(1); },
  k: () => { const back = marked("k"); if (back) back.click(); else step(-1); },
  a: () => {
    // One slip of a finger must not publish.
    const approve = marked("a");
    if (approve && document.activeElement === approve) approve.click();
    else approve?.focus();
  },
  r: () => marked("r")?.focus(),
  "?": () => { help.open = !help.open; if (help.open) help.querySelector("summary").focus(); },
};

if (help) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    // A key that is held down is no second press.
    if (action && !(event.key === "a" && event.repeat)) {
      event.preventDefault();
      action();
    }
  });
}

// A template fills the reason, after what stands there already.
for (const select of document.querySelectorAll("select[data-fills]")) {
  select.addEventListener("change", () => {
    const field = document.getElementById(select.dataset.fills);
    const text = select.selectedOptions[0]?.dataset.text;
    if (!field || !text) return;
    field.value = field.value.trim() ? `${field.value.trim()}\n${text}` : text;
    select.value = "";
    field.focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Ticks every box of a name in its form.
for (const button of document.querySelectorAll("[data-tick]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of button.form.querySelectorAll(`input[type="checkbox"][name="${button.dataset.tick}"]`)) box.checked = true;
  });
}
