import { describe, expect, it } from 'vitest';
import { createPace } from './pace.js';

function at() {
  const clock = { ms: 1_000_000 };
  return { clock, pace: createPace(() => clock.ms) };
}

describe('the pace of restating', () => {
  it('does not wait for more while the projector is live', () => {
    const { pace } = at();
    pace.projector(true);
    pace.collected();
    expect(pace.hold()).toBe(0);
  });

  it('waits while the projector catches up, but no cell for longer than a minute', () => {
    const { clock, pace } = at();
    pace.collected();
    for (const end = clock.ms + 59_900; clock.ms < end; clock.ms += 1_000) {
      pace.projector(false);
      expect(pace.hold()).toBeGreaterThan(0);
    }
    clock.ms += 1_000;
    pace.projector(false);
    expect(pace.hold()).toBe(0);
  });

  it('goes on when the projector is heard no more, or has caught up', () => {
    const { clock, pace } = at();
    pace.projector(false);
    pace.collected();
    expect(pace.hold()).toBeGreaterThan(0);
    clock.ms += 3_000;
    expect(pace.hold()).toBe(0);
    pace.projector(false);
    pace.collected();
    expect(pace.hold()).toBeGreaterThan(0);
    pace.projector(true);
    expect(pace.hold()).toBe(0);
  });

  it('rests in proportion to what a restate cost, and never less than a moment', () => {
    const { pace } = at();
    expect(pace.rest(1)).toBe(150);
    expect(pace.rest(100)).toBe(150);
    expect(pace.rest(400)).toBe(600);
  });
});
