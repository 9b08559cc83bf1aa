// Wakes the islands of a page: loads the WebAssembly module and hands each `<leptos-island>` to the function of its name.
// A page without islands loads nothing. A page whose module does not arrive keeps working by its links and forms.
// `cargo xtask web` puts the addresses in. The order of the walk is that of leptos 0.8 (hydration/island_script.js).

// What to call before an island wakes that stands between another island's children: the innermost last.
const surroundings = [];

const wake = async (island, module) => {
  const hydrate = module[island.dataset.component];
  if (!hydrate) {
    console.warn(`No island is called ${island.dataset.component}.`);
    return;
  }
  surroundings.at(-1)?.();
  await hydrate(island);
};

// Outer islands come before inner ones, because they give the inner ones their context.
const walk = async (element, module) => {
  const name = element.localName;
  if (name === "leptos-island") {
    await wake(element, module);
  }
  if (name === "leptos-children") {
    surroundings.push(element.$$on_hydrate);
  }
  for (const child of element.children) {
    await walk(child, module);
  }
  if (name === "leptos-children") {
    surroundings.pop();
  }
};

const start = async () => {
  // Both at once: on a slow network, waiting for one before asking for the other is felt.
  const [module, response] = await Promise.all([import("__WEB_JS__"), fetch("__WEB_WASM__")]);
  await module.default({ module_or_path: response });
  module.hydrate?.();
  await walk(document.body, module);
  // Tests wait for this, and styles may show what only works from now on.
  document.documentElement.dataset.islands = "awake";
};

if (document.querySelector("leptos-island")) {
  // Safari knows no idle callback.
  const idle = window.requestIdleCallback ?? setTimeout;
  idle(() => start().catch((error) => console.warn("The page stays without its islands.", error)));
}

// Says when the network is gone, and keeps a form from being sent into nothing: what was typed stays.
const offline = document.getElementById("offline");
const tell = () => {
  offline.hidden = navigator.onLine;
};
addEventListener("online", tell);
addEventListener("offline", tell);
addEventListener(
  "submit",
  (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopPropagation();
      offline.focus();
    }
  },
  true,
);
tell();

const sent = () => {
  try {
    return sessionStorage.getItem("draft-sent");
  } catch {
    return null;
  }
};

if (document.querySelector("[data-draft], [data-gtin], [data-parts]") || sent()) {
  import("__FORMS_JS__").catch((error) => console.warn("Forms do what HTML does, no more.", error));
}

// A page that shows work under way looks again by itself; without script it has a link that does.
const soon = document.querySelector("[data-look-again]")?.dataset.lookAgain;
if (soon) {
  setTimeout(() => location.reload(), Number(soon) * 1000);
}
