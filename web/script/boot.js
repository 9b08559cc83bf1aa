// Wakes the islands of a page: loads the WebAssembly module and hands each `<leptos-island>` to the function of its name.
// A page without islands loads nothing. A page whose module does not arrive keeps working by its links and forms.
// `cargo xtask web` puts the addresses in. The order is that of leptos 0.8 (hydration/island_script.js).

// A frame's worth: after so many milliseconds, what the reader does comes first.
const TURN = 16;

const wake = async (module) => {
  let began = performance.now();
  // Outer islands come before inner ones, because they give the inner ones their context.
  for (const island of document.querySelectorAll("leptos-island")) {
    const hydrate = module[island.dataset.component];
    if (!hydrate) {
      console.warn(`No island is called ${island.dataset.component}.`);
      continue;
    }
    if (performance.now() - began > TURN) {
      await new Promise((turn) => setTimeout(turn));
      began = performance.now();
    }
    island.parentElement.closest("leptos-children")?.$$on_hydrate?.();
    await hydrate(island);
  }
};

const start = async () => {
  // Both at once: on a slow network, waiting for one before asking for the other is felt.
  const [module, response] = await Promise.all([import("__WEB_JS__"), fetch("__WEB_WASM__")]);
  await module.default({ module_or_path: response });
  module.hydrate?.();
  await wake(module);
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

// A filter that asks for nothing leaves no trace in the address.
addEventListener("formdata", ({ target, formData }) => {
  if (target.method === "get") {
    for (const name of new Set(formData.keys())) {
      if (!formData.getAll(name).some(Boolean)) {
        formData.delete(name);
      }
    }
  }
});
