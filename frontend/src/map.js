// Zoom and pan: buttons, wheel with Ctrl, two fingers are the browser's own; drag moves.
const WHOLE = [0, 0, 960, 460];
const CLOSEST = 60;

export function move(map) {
  const view = () => map.getAttribute("viewBox").split(" ").map(Number);
  const show = (x, y, width) => {
    width = Math.min(WHOLE[2], Math.max(CLOSEST, width));
    const height = (width * WHOLE[3]) / WHOLE[2];
    x = Math.min(WHOLE[2] - width, Math.max(0, x));
    y = Math.min(WHOLE[3] - height, Math.max(0, y));
    map.setAttribute("viewBox", [x, y, width, height].map((one) => one.toFixed(1)).join(" "));
    map.dataset.near = width < 200 ? "3" : width < 400 ? "2" : "1";
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
  const tools = document.createElement("div");
  tools.className = "tools";
  for (const [sign, name, act] of [
    ["+", "Closer", () => zoom(0.6)],
    ["−", "Further away", () => zoom(1 / 0.6)],
    ["○", "Whole world", () => show(...WHOLE)],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    tools.append(button);
  }
  const frame = map.closest("figure");
  frame.querySelector(".tools")?.remove();
  frame.append(tools);
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, spot(event));
  }, { passive: false });
  let held = null;
  map.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && !event.target.closest("a")) held = spot(event);
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y, width] = view();
    const now = spot(event);
    show(x + held[0] - now[0], y + held[1] - now[1], width);
  });
  addEventListener("pointerup", () => (held = null));
  map.dataset.ready = "yes";
  if (!performance.getEntriesByName("map-ready").length) {
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("map-ready"))); // after the first frame with it
  }
}
