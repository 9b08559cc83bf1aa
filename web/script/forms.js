// What forms do beyond HTML: typed text survives a closed tab, barcodes are checked while they are typed, and a button
// fills in a part of a form. Loaded only where a form asks for it (`data-draft`, `data-gtin`, `data-parts`), or where one
// was just sent.

const PREFIX = "draft/";
const SENT = "draft-sent";
const DAYS = 30;

// Private windows may refuse to keep anything.
const attempt = (work) => {
  try {
    return work();
  } catch {
    return null;
  }
};

// Fields that stand outside of their form, such as a basket's numbers, are kept by the server.
const typed = (form) =>
  [...form.elements].filter(
    (field) => field.name && form.contains(field) && !["hidden", "file", "password", "submit", "button"].includes(field.type),
  );

const ticks = (field) => field.type === "checkbox" || field.type === "radio";

const read = (form) =>
  typed(form)
    .filter((field) => !ticks(field) || field.checked)
    .map((field) => [field.name, field.value]);

const write = (form, values) => {
  const left = [...values];
  for (const field of typed(form)) {
    if (ticks(field)) {
      field.checked = values.some(([name, value]) => name === field.name && value === field.value);
      continue;
    }
    const at = left.findIndex(([name]) => name === field.name);
    if (at >= 0) {
      field.value = left.splice(at, 1)[0][1];
    }
  }
};

const refused = document.getElementById("problem") !== null;

const keep = (form) => {
  const key = PREFIX + form.dataset.draft;
  const before = JSON.stringify(read(form));
  const notice = form.querySelector("[data-draft-notice]");
  const saved = form.querySelector("[data-draft-saved]");
  const forget = () => attempt(() => localStorage.removeItem(key));
  const save = () => {
    const values = read(form);
    // What came back refused is kept nowhere else.
    const same = !refused && JSON.stringify(values) === before;
    if (same) {
      forget();
    } else {
      attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values })));
    }
    if (saved) {
      saved.hidden = same;
    }
  };
  const kept = attempt(() => JSON.parse(localStorage.getItem(key)));
  const old = kept && Date.now() - kept.at > DAYS * 86_400_000;
  if (old) {
    forget();
  }
  // A form that came back refused shows what was sent; that is newer. So is a part that was just filled in by a choice.
  if (kept && !old && !refused) {
    const chosen = form.dataset.draftChosen;
    write(form, chosen ? kept.values.filter(([name]) => !name.startsWith(chosen)) : kept.values);
    notice.hidden = JSON.stringify(read(form)) === before;
  }
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    forget();
    write(form, JSON.parse(before));
    notice.hidden = true;
    if (saved) {
      saved.hidden = true;
    }
  });
  let wait;
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(save, 300);
  });
  let sent = false;
  form.addEventListener("submit", () => {
    clearTimeout(wait);
    save();
    sent = true;
    attempt(() => sessionStorage.setItem(SENT, form.dataset.draft));
  });
  addEventListener("pagehide", () => {
    if (!sent) {
      save();
    }
  });
};

// 8, 12, 13 or 14 digits, weighted 3 and 1 from the right; the last one makes the sum a multiple of ten.
const checkDigitFits = (digits) => {
  const sum = [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
};

const watch = (field) => {
  const said = document.createElement("p");
  said.className = "field__error";
  said.setAttribute("role", "status");
  field.closest(".field").append(said);
  const look = () => {
    const text = field.value.trim();
    let wrong = "";
    if (text && !/^\d+$/.test(text)) {
      wrong = field.dataset.gtin;
    } else if ([8, 12, 13, 14].includes(text.length)) {
      wrong = checkDigitFits(text) ? "" : field.dataset.gtinDigit;
    } else if (text && document.activeElement !== field) {
      // While somebody types, a number that is not finished is not wrong.
      wrong = field.dataset.gtin;
    }
    said.textContent = wrong;
  };
  field.addEventListener("input", look);
  field.addEventListener("blur", look);
};

// A button with `data-parts` sends the form for another look at it. Of the page that comes back, only the fields of these
// ids are taken over: all else stays as it was typed, passwords too, which no page brings back.
const fillIn = async (form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(button.formAction, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fields = button.dataset.parts.split(" ").map((id) => {
    const [here, there] = [document, page].map((of) => of.getElementById(id).closest(".field"));
    here.replaceWith(there);
    return there;
  });
  fields.at(-1).querySelector("button").focus();
};

addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.dataset.parts) {
    event.preventDefault();
    fillIn(event.target, button).catch(() => {
      // The plain way: the whole page comes anew.
      delete button.dataset.parts;
      button.click();
    });
  }
});

const forms = [...document.querySelectorAll("form[data-draft]")];
// The page after a form that has done its work is another one; one that came back refused is the same. Whoever has to sign
// in first is not done.
const sent = attempt(() => sessionStorage.getItem(SENT));
if (sent && !document.querySelector('input[type="password"]')) {
  attempt(() => sessionStorage.removeItem(SENT));
  if (!forms.some((form) => form.dataset.draft === sent)) {
    attempt(() => localStorage.removeItem(PREFIX + sent));
  }
}
forms.forEach(keep);
document.querySelectorAll("input[data-gtin]").forEach(watch);
// Tests wait for this.
document.documentElement.dataset.forms = "awake";
