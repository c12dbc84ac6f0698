import type { View } from '@tallyboard/facts/reading-views';
import { metricDaily } from './metric-daily.js';
import { metricHistogram } from './metric-histogram.js';
import { metricsView } from './metrics-view.js';

/** Views of the catalogue: what its metrics are, and what they come to by day. */
export const metricViews = (): View[] => [metricsView(), metricDaily(), metricHistogram()];
