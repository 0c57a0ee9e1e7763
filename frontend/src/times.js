// The sliders for both times. They write into the form's own fields, which work without them.
import { move } from "./map.js";

const DAY = 86400000;
const WAIT = 250; // ms after the last movement

const day = (number) => new Date(number * DAY).toISOString().slice(0, 10);

export function slide(form) {
  const pairs = [...form.querySelectorAll("input[type=range]")].map((range) => [range, form.elements[range.dataset.for]]);
  let waiting;
  for (const [range, field] of pairs) {
    range.closest("label").hidden = false;
    const dated = field.type === "date";
    const told = range.parentElement.querySelector("output");
    const say = () => {
      field.value = dated ? day(Number(range.value)) : range.value === range.max ? "" : range.value;
      told.textContent = field.value || "now";
    };
    told.textContent = field.value || "now";
    range.addEventListener("input", () => {
      say();
      clearTimeout(waiting);
      waiting = setTimeout(() => ask(form), WAIT);
    });
    field.addEventListener("change", () => {
      const value = dated ? Date.parse(field.value) / DAY : Number(field.value || range.max);
      if (Number.isFinite(value)) range.value = value;
      told.textContent = field.value || "now";
    });
  }
}

// The parts marked data-live are taken from the answer; the form and the reader's place in it stay.
async function ask(form) {
  const asked = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  const address = `${location.pathname}?${asked}`;
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    const old = part.querySelector("svg.world");
    part.replaceChildren(...fresh.childNodes);
    const map = part.querySelector("svg.world");
    if (map) move(map, old?.dataset.home === map.dataset.home ? old.getAttribute("viewBox") : null);
  }
  history.replaceState(null, "", address);
}
