import "./style.css";
import { listen } from "./keys.js";
import { move } from "./map.js";
import { slide } from "./times.js";

document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("form.question")) slide(form);
for (const map of document.querySelectorAll("svg.world")) move(map);
for (const page of document.querySelectorAll("[data-review]")) listen(page);
