import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the pages into `dist` with relative paths, so that they work at `/` and behind any prefix.
 * `vite` (the dev server) passes the API through to a running stack.
 */
export default defineConfig({
  root: here('src'),
  base: './',
  plugins: [fontLicence()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    rolldownOptions: { input: [here('src/index.html'), here('src/alerts.html')] },
    // The oldest engine with container queries: browsers of televisions are years behind.
    target: 'chrome105',
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});

/** The Open Font Licence asks that its text goes wherever the font goes. */
function fontLicence(): Plugin {
  return {
    name: 'font-licence',
    apply: 'build',
    generateBundle() {
      const path = createRequire(import.meta.url).resolve('@fontsource-variable/inter/LICENSE');
      this.emitFile({
        type: 'asset',
        fileName: 'assets/inter-licence.txt',
        source: readFileSync(path, 'utf8'),
      });
    },
  };
}
