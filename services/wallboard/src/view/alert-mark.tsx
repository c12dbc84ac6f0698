import type { Alert } from '../alerts/wire.js';

/** A shape per severity, so that colour need not be seen: octagon, triangle, circle. */
const SHAPES = {
  critical: { path: 'M7.6 2h8.8L22 7.6v8.8L16.4 22H7.6L2 16.4V7.6z', sign: 'M12 6.5v7M12 17.2v.1' },
  warning: { path: 'M12 2.2 23 21.5H1z', sign: 'M12 9v6M12 18.2v.1' },
  info: { path: 'M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20z', sign: 'M12 6.8v.1M12 11v6.2' },
};

export function AlertMark({ severity }: Pick<Alert, 'severity'>) {
  const { path, sign } = SHAPES[severity];
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path class="mark__shape" d={path} />
      <path class="mark__sign" d={sign} />
    </svg>
  );
}
