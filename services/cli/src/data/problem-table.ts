import type { Problem } from '@tallyboard/api/query';
import { formatValue } from '@tallyboard/metrics/value-text';
import { count } from '../terminal/progress.js';
import type { Column } from '../terminal/table.js';

/** How a table shows what looks wrong. */
export const PROBLEM_COLUMNS: readonly Column[] = [
  { title: 'source' },
  { title: 'of' },
  { title: 'problem' },
  { title: 'field' },
  { title: 'events', align: 'right' },
  { title: 'share', align: 'right' },
];

/** In the order of these columns. */
export const problemCells = ({ source, entity, kind, field, events, share }: Problem): string[] => [
  source,
  entity,
  kind,
  field,
  count(events),
  formatValue(share, 'ratio'),
];
