import type { Formatted } from '../format.js';

export interface FigureProps {
  value: Formatted;
  known: boolean;
  /** What to say when it is not known. */
  missing: string;
  /** The width to leave room for, in ems. */
  ems: number;
}

/**
 * A number set as large as its box allows. Each character is its own element: the ones that change come in
 * softly while the others stand still. The box measures itself (container units), so no script measures text.
 */
export function Figure({ value, known, missing, ems }: FigureProps) {
  const glyphs = value.pieces.flatMap((piece) => [...piece.text].map((text) => ({ text, kind: piece.kind })));
  // Counted from the right, so that 999 turning into 1,000 moves as few glyphs as possible.
  const keyed = glyphs.map((glyph, index) => ({ ...glyph, key: `${glyphs.length - index}${glyph.text}` }));
  return (
    <div class="figure" data-known={known}>
      <p role="img" aria-label={known ? value.text : missing} style={{ '--ems': ems }}>
        {keyed.map(({ text, kind, key }) => (
          <span key={key} class={`glyph glyph--${kind}`}>
            {text}
          </span>
        ))}
      </p>
      {!known && <small>{missing}</small>}
    </div>
  );
}

/** A generous estimate of the width in ems: whatever the font, the number must fit. */
export function widthOf(value: Formatted): number {
  let ems = 0;
  for (const { text, kind } of value.pieces) {
    for (const glyph of text) ems += /[\s.,]/.test(glyph) ? 0.3 : kind === 'figure' ? 0.64 : 0.44;
  }
  return Math.max(1.4, Math.round(ems * 100) / 100);
}
