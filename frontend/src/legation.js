import "./style.css";
import { move } from "./map.js";
import { slide } from "./times.js";

document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("form.question")) slide(form);
for (const map of document.querySelectorAll("svg.world")) move(map);
