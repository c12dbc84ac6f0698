import type { Trend } from '../panels.js';

const WIDTH = 100;
const HEIGHT = 30;

/** A trend without axes: bars from zero for what adds up, a line over its own range for what does not. */
export function Sparkline({ trend }: { trend: Trend }) {
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {trend.shape === 'bars' ? <Bars points={trend.points} /> : <Line points={trend.points} />}
    </svg>
  );
}

function Bars({ points }: { points: Trend['points'] }) {
  const top = Math.max(...points.map((point) => point ?? 0), 0) || 1;
  const step = WIDTH / points.length;
  return (
    <>
      {points.map((point, index) => {
        const height = Math.max(0.8, (Math.max(0, point ?? 0) / top) * HEIGHT);
        return (
          <rect
            // A bar is its place in the series: points have no other identity.
            key={index}
            class={index === points.length - 1 ? 'now' : ''}
            x={index * step + step * 0.14}
            y={HEIGHT - height}
            width={step * 0.72}
            height={height}
          />
        );
      })}
    </>
  );
}

/** Unknown points break the line. The way to the last one is dashed: its day or month is not over. */
function Line({ points }: { points: Trend['points'] }) {
  const known = points.filter((point) => point !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (index: number) => (index / (points.length - 1)) * (WIDTH - 4) + 2;
  const y = (point: number) => HEIGHT - 3 - ((point - low) / span) * (HEIGHT - 6);
  let path = '';
  let pen = 'M';
  points.slice(0, -1).forEach((point, index) => {
    if (point !== null) path += `${pen}${x(index).toFixed(1)} ${y(point).toFixed(1)}`;
    pen = point === null ? 'M' : 'L';
  });
  const last = points.at(-1) ?? null;
  const beforeLast = points.at(-2) ?? null;
  return (
    <>
      <path d={path} />
      {last !== null && beforeLast !== null && (
        <path
          class="open"
          d={`M${x(points.length - 2).toFixed(1)} ${y(beforeLast).toFixed(1)}L${x(points.length - 1)} ${y(last).toFixed(1)}`}
        />
      )}
      {last !== null && <path class="now" d={`M${x(points.length - 1)} ${y(last).toFixed(1)}h0`} />}
    </>
  );
}
