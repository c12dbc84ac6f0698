/** Of the page of definitions: the colours of the wall, on paper black on white. */
export const STYLE = `
:root { --ground: #07090d; --panel: #10151d; --edge: #1d2530; --ink: #f6f8fb; --soft: #b4bfcd; --faint: #8794a6; --good: #5ee6a8; color-scheme: dark; }
@media (prefers-color-scheme: light), print { :root { --ground: #fff; --panel: #f5f7fa; --edge: #d9e0e8; --ink: #10151d; --soft: #3c4756; --faint: #5c6878; --good: #08713f; color-scheme: light; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 Inter, "Segoe UI", Roboto, "Noto Sans", system-ui, sans-serif; font-variant-numeric: tabular-nums; display: grid; grid-template-columns: 16rem minmax(0, 1fr); }
a { color: inherit; text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
code { font: 0.85em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--soft); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem 2rem 1.5rem; border-right: 1px solid var(--edge); font-size: 0.875rem; }
nav h2 { margin: 1.25rem 0 0.25rem; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--faint); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: 0.125rem 0; color: var(--soft); }
.brand { margin: 0; font-weight: 700; font-size: 1rem; }
main { max-width: 70rem; padding: 2rem 2.5rem 6rem; }
h1 { margin: 0; font-size: 2.25rem; letter-spacing: -0.02em; }
.lead { max-width: 46rem; color: var(--soft); }
.filter { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.filter a { padding: 0.25rem 0.75rem; border: 1px solid var(--edge); border-radius: 999px; }
.filter a[aria-current] { background: var(--ink); color: var(--ground); }
.filter small { opacity: 0.7; }
section > h2 { margin: 3rem 0 0; font-size: 1.5rem; }
article { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); column-gap: 2rem; padding: 1.5rem 0; border-top: 1px solid var(--edge); margin-top: 1rem; }
article:target h3 a { color: var(--good); }
h3 { grid-column: 1 / -1; margin: 0; font-size: 1.25rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.75rem; }
.indicator { font-size: 0.75rem; font-weight: 500; color: var(--faint); border: 1px solid var(--edge); border-radius: 4px; padding: 0 0.375rem; }
.definition { grid-column: 1 / -1; margin: 0.25rem 0 1rem; font-size: 1.0625rem; max-width: 46rem; }
dl { margin: 0; display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.5rem 1rem; align-content: start; font-size: 0.9375rem; }
dt { color: var(--faint); }
dd { margin: 0; color: var(--soft); }
dd ul { margin: 0; padding-left: 1rem; }
figure { margin: 0; padding: 1rem 1.25rem; background: var(--panel); border: 1px solid var(--edge); border-radius: 8px; align-self: start; }
.formula { margin: 0 0 0.75rem; font-weight: 600; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th { text-align: left; font-weight: 400; padding: 0.375rem 1rem 0.375rem 0; vertical-align: top; }
th small { display: block; color: var(--faint); }
td { text-align: right; padding: 0.375rem 0; vertical-align: top; }
.result th, .result td { border-top: 1px solid var(--edge); font-weight: 700; }
.result td { color: var(--good); white-space: nowrap; }
.result small { font-weight: 400; }
@media (max-width: 60rem) { body { display: block; } nav { display: none; } article { display: block; } main { padding: 1.25rem; } figure { margin-top: 1rem; } }
@media print { nav, .filter { display: none; } body { display: block; } article { break-inside: avoid; } }
`;
