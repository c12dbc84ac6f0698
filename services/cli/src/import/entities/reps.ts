import { z } from 'zod';
import { repSubject } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import { id, instant, text } from '../rules.js';

/** A line of a sales-team list is `office.updated` and `rep.updated`. */
export const REPS = defineEntity({
  name: 'reps',
  one: 'rep',
  metrics: [],
  timeless: ['office.updated', 'rep.updated'],
  speaksOfOthers: true,
  rules: z.strictObject({
    /** Beside the deals file, unless --reps says otherwise. */
    file: z.string().optional(),
    id,
    name: text,
    team: text.optional(),
    effective_from: instant,
    office: z.strictObject({ id, name: text, zone: text }),
  }),
  subject(rules, line) {
    const rep = line.id(rules.id);
    const from = line.instant(rules.effective_from);
    return rep === null || from === null ? null : repSubject(rep, from);
  },
  statements(rules, line) {
    const repId = needed(line.id(rules.id), rules.id, 'a rep needs an id');
    const officeId = needed(line.id(rules.office.id), rules.office.id, 'a rep needs an office');
    const from = needed(
      line.instant(rules.effective_from),
      rules.effective_from,
      'say from when the rep is in this office',
    );
    const office = {
      office_id: officeId,
      name: line.text(rules.office.name) ?? officeId,
      zone: line.text(rules.office.zone),
    };
    const rep = {
      rep_id: repId,
      effective_from: from,
      name: line.text(rules.name) ?? repId,
      office_id: officeId,
      team: line.text(rules.team) ?? '',
    };
    return [
      { type: 'office.updated', occurredAt: from, data: office },
      { type: 'rep.updated', occurredAt: from, data: rep },
    ];
  },
});
