import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { defineConfig } from "vite";

// The land is drawn once, here, in the projection that the server puts missions in (web/drawing.py), so that the map
// is whole without a script and no reader's browser has to project it.

function land() {
  const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-110m.json")));
  world.objects.countries.geometries = world.objects.countries.geometries.filter((one) => one.id !== "010");
  const path = geoPath(geoNaturalEarth1().scale(174).translate([480, 250])).digits(1);
  const shapes = path(feature(world, world.objects.countries));
  const borders = path(mesh(world, world.objects.countries, (one, other) => one !== other));
  const lines = path(geoGraticule10());
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 460" width="1920" height="920"><style>
.sea{fill:#f3f6f7}.net{fill:none;stroke:#dfe6e8;stroke-width:.3}.land{fill:#e4ddcd}.borders{fill:none;stroke:#fbf9f4;stroke-width:.4}
@media(prefers-color-scheme:dark){.sea{fill:#10181d}.net{stroke:#1a252c}.land{fill:#2b363d}.borders{stroke:#161f25}}
</style><rect class="sea" width="960" height="460"/><path class="net" d="${lines}"/><path class="land" d="${shapes}"/><path class="borders" d="${borders}"/></svg>`;
}

const landFile = {
  name: "land",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "land.svg", source: land() });
  },
};

export default defineConfig({
  plugins: [landFile],
  base: "/static/",
  build: {
    outDir: "../src/legation/web/static",
    emptyOutDir: true,
    modulePreload: false,
    rollupOptions: {
      input: "src/legation.js",
      output: { entryFileNames: "legation.js", assetFileNames: "legation[extname]" },
    },
  },
});
