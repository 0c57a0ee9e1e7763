// Zoom and pan: buttons, wheel with Ctrl, two fingers are the browser's own; drag moves, by touch only once the map came closer.
const WHOLE = [0, 0, 960, 460];
const CLOSEST = 40;
const SHRINK = 0.8; // as in web/drawing.py: symbols grow on the screen more slowly than the land
const STILL = 5; // pixels that a press may slip and still be a click

export function move(map, from) {
  const read = (box) => box.split(" ").map(Number);
  const home = read(map.dataset.home ?? WHOLE.join(" "));
  const view = () => read(map.getAttribute("viewBox"));
  const show = (x, y, width) => {
    width = Math.min(WHOLE[2], Math.max(CLOSEST, width));
    const height = (width * WHOLE[3]) / WHOLE[2];
    x = Math.min(WHOLE[2] - width, Math.max(0, x));
    y = Math.min(WHOLE[3] - height, Math.max(0, y));
    map.setAttribute("viewBox", [x, y, width, height].map((one) => one.toFixed(1)).join(" "));
    map.style.setProperty("--near", ((width / home[2]) ** SHRINK).toFixed(3));
    map.classList.toggle("closer", width < home[2] - 1);
  };
  const zoom = (factor, at) => {
    const [x, y, width, height] = view();
    const [u, v] = at ?? [x + width / 2, y + height / 2];
    const wide = Math.min(WHOLE[2], Math.max(CLOSEST, width * factor));
    const real = wide / width;
    show(u - (u - x) * real, v - (v - y) * real, wide);
  };
  const spot = (event) => {
    const box = map.getBoundingClientRect();
    const [x, y, width, height] = view();
    return [x + ((event.clientX - box.left) / box.width) * width, y + ((event.clientY - box.top) / box.height) * height];
  };
  tools(map, [
    ["+", "Closer", () => zoom(0.6)],
    ["−", "Further away", () => zoom(1 / 0.6)],
    ["○", "Whole world", () => show(...WHOLE)],
  ]);
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, spot(event));
  }, { passive: false });
  drag(map, view, show, spot);
  if (from) show(...read(from));
  map.dataset.ready = "yes";
  if (!performance.getEntriesByName("map-ready").length) {
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("map-ready"))); // after the first frame with it
  }
}

function tools(map, acts) {
  const held = document.createElement("div");
  held.className = "tools";
  for (const [sign, name, act] of acts) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    held.append(button);
  }
  const frame = map.closest("figure");
  frame.querySelector(".tools")?.remove();
  map.closest(".pan").after(held);
}

function drag(map, view, show, spot) {
  let held = null;
  let slipped = false;
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("pointerdown", (event) => {
    slipped = false;
    if (event.pointerType === "mouse" || map.classList.contains("closer")) held = [spot(event), event.clientX, event.clientY];
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    slipped ||= Math.hypot(event.clientX - held[1], event.clientY - held[2]) > STILL;
    if (!slipped) return;
    const [x, y, width] = view();
    const now = spot(event);
    show(x + held[0][0] - now[0], y + held[0][1] - now[1], width);
  });
  map.addEventListener("click", (event) => slipped && event.preventDefault(), true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (held = null));
}
