import type { AREAS } from '@tallyboard/metrics/catalogue';
import { described } from '@tallyboard/metrics/described';
import { INDICATORS, type Indicator, type Metric } from '@tallyboard/metrics/metric';
import { STYLE } from './style.js';

type Areas = typeof AREAS;

/** Every metric in full as one HTML page, without scripts; null: those of all indicators. */
export function definitionsPage(areas: Areas, indicator: Indicator | null): string {
  const shown = areas
    .map(({ title, metrics }) => ({
      title,
      metrics: metrics.filter((metric) => indicator === null || metric.indicator === indicator),
    }))
    .filter(({ metrics }) => metrics.length > 0);
  const number = shown.reduce((sum, { metrics }) => sum + metrics.length, 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the numbers mean · Tallyboard</title>
<link rel="icon" href="/favicon.svg">
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Metrics">
<p class="brand"><a href="/">Tallyboard</a></p>
${shown.map(contents).join('\n')}
</nav>
<main>
<h1>What the numbers mean</h1>
<p class="lead">${number} metrics, each defined once: the wall, the API, alerts and SQL read it from the same definition. Of every number <code>tally explain</code> lists the events behind it.</p>
<p class="filter">${[null, ...INDICATORS].map((each) => choice(each, indicator)).join(' ')}</p>
${shown.map(section).join('\n')}
</main>
</body>
</html>
`;
}

/** What an indicator tells, for those who choose by it. */
const MEANING: Record<Indicator, string> = {
  input: 'what is put in',
  process: 'how the work is done',
  output: 'what comes out',
  outcome: 'what that changes',
};

function choice(each: Indicator | null, chosen: Indicator | null): string {
  const current = each === chosen ? ' aria-current="true"' : '';
  return each === null
    ? `<a href="/definitions"${current}>All</a>`
    : `<a href="/definitions?indicator=${each}"${current}>${capital(each)} <small>${MEANING[each]}</small></a>`;
}

const contents = ({ title, metrics }: Areas[number]): string =>
  `<h2>${text(title)}</h2>
<ul>${metrics.map(({ name, title }) => `<li><a href="#${name}">${text(title)}</a></li>`).join('')}</ul>`;

const section = ({ title, metrics }: Areas[number]): string =>
  `<section>
<h2>${text(title)}</h2>
${metrics.map(article).join('\n')}
</section>`;

function article(metric: Metric): string {
  const { name, title, definition, counts, omits, edges, dimensions, parameters, source, indicator } = metric;
  const { formula, terms, result } = described(metric);
  return `<article id="${name}">
<h3><a href="#${name}">${text(title)}</a> <code>${name}</code> <span class="indicator ${indicator}">${indicator}</span></h3>
<p class="definition">${text(definition)}</p>
<dl>
<dt>Counts</dt><dd>${text(counts)}</dd>
<dt>Does not</dt><dd>${text(omits)}</dd>
<dt>Odd cases</dt><dd><ul>${edges.map((edge) => `<li>${text(edge)}</li>`).join('')}</ul></dd>
${parameters.length > 0 ? `<dt>Set</dt><dd>${parameters.map(({ name, default: value, doc }) => `<code>${name}</code>, ${value} unless said otherwise: ${text(doc)}`).join('<br>')}</dd>` : ''}
<dt>By</dt><dd>${dimensions.map((dimension) => `<code>${dimension}</code>`).join(' ')}</dd>
<dt>Source</dt><dd>${text(source)}</dd>
</dl>
<figure>
<p class="formula">${text(formula)}</p>
<table>
${terms.map(({ name, doc, given }) => `<tr><th scope="row">${text(name)}<small>${text(doc)}</small></th><td>${text(given)}</td></tr>`).join('\n')}
<tr class="result"><th scope="row">${text(title)}<small>n ${text(result.n)}</small></th><td>${text(result.value)}</td></tr>
</table>
</figure>
</article>`;
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

const text = (words: string): string =>
  words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
