import type { Statement } from '../statement.js';

/** What a statement of a lead says of a contact. */
interface ContactStatement extends Statement {
  /** When it was, epoch ms. */
  readonly at: number | null;
  readonly rep: string | null;
  /** Its id at the vendor. */
  readonly contact: string | null;
}

/** The first contact that was not taken back; `at`: not before the lead came in; `rep`: null where nobody is named. */
export function firstContactOf(
  ascending: readonly ContactStatement[],
  createdAt: number,
): { at: number; rep: string | null } | null {
  const last = new Map<string, { said: ContactStatement; rep: string | null }>();
  for (const said of ascending) {
    if (said.type !== 'lead.contacted' && said.type !== 'lead.contact_removed') continue;
    const id = JSON.stringify(said.contact === null ? [said.source, said.eventId] : [said.contact]);
    const rep = said.rep ?? last.get(id)?.rep ?? null;
    // Those of one instant stay in the order of their last telling.
    last.delete(id);
    last.set(id, { said, rep });
  }
  const [first] = [...last.values()]
    .filter(({ said }) => said.type === 'lead.contacted')
    .sort((left, right) => left.said.at! - right.said.at!);
  return first === undefined ? null : { at: Math.max(first.said.at!, createdAt), rep: first.rep };
}
