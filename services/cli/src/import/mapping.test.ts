import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMapping } from './mapping.js';

const smallest = `
source: crm
deals:
  id: { column: id }
  opened_at: { column: opened }
  closed_at: { column: closed }
  outcome: { column: stage, values: { Won: won, Lost: lost, Open: open } }
`;

describe('a mapping', () => {
  it('needs little', () => {
    const mapping = readMapping(smallest, 'crm.yaml');
    expect(mapping.dates).toEqual({ format: 'iso', zone: 'UTC', locale: 'en' });
    expect(mapping.deals).toMatchObject({ id: { column: 'id', as: 'text' } });
  });

  it('keeps numbers and dates of YAML as the text that a file would have', () => {
    const mapping = readMapping(
      `as_of: 2018-01-01\n${smallest}  amount: { column: value, empty: [0] }\n`,
      'crm.yaml',
    );
    expect(mapping.as_of).toBe('2018-01-01');
    expect(mapping.deals).toMatchObject({ amount: { column: 'value', empty: ['0'] } });
  });

  it('may name several titles of a column: the first that the file has is meant, without case', () => {
    const yaml = smallest.replace('{ column: id }', '{ column: [Deal - ID, Deal - System ID] }');
    const idOf = (...titles: string[]) => readMapping(yaml, 'crm.yaml', titles).deals;
    expect(idOf('opened', 'deal - system id')).toMatchObject({ id: { column: 'deal - system id' } });
    expect(idOf('opened')).toMatchObject({ id: { column: 'Deal - ID' } });
  });

  const wrong = (yaml: string) => () => readMapping(yaml, 'crm.yaml');

  it('names everything that is wrong, and where', () => {
    expect(wrong('source: crm\ndeals:\n  id: { column: id, like: slug }\n')).toThrow(
      /^crm\.yaml is not a mapping: .*deals\.id has unknown like.*deals\.opened_at.*deals\.outcome/,
    );
    expect(wrong(smallest.replace('Won: won', 'Won: gewonnen'))).toThrow(/deals\.outcome\.values\.Won/);
    expect(wrong(`${smallest}  product: { colum: product }\n`)).toThrow(/deals\.product/);
    expect(wrong(`${smallest}unknown: 1\n`)).toThrow(/unknown/);
  });

  it('is refused for a zone, a date format or a constant date that is none', () => {
    expect(wrong(`${smallest}dates: { format: M/d/yyyy, zone: Mars/Olympus }\n`)).toThrow(
      /dates: "Mars\/Olympus" is not a time zone/,
    );
    expect(wrong(`${smallest}dates: { format: M/D/yyyy }\n`)).toThrow(/dates: the date format M\/D\/yyyy/);
    expect(wrong(smallest.replace('column: opened', 'column: opened, default: 31.12.2017'))).toThrow(
      /deals\.opened_at\.default: "31\.12\.2017" is not an ISO date/,
    );
    expect(wrong(`${smallest}as_of: yesterday\n`)).toThrow(/as_of: "yesterday"/);
  });

  it('takes the other mark for the groups of numbers, and never the same', () => {
    const numbers = (text: string) => readMapping(`${smallest}numbers: ${text}\n`, 'crm.yaml').numbers;
    expect(numbers('{ decimal: "," }')).toMatchObject({ decimal: ',', group: '.' });
    expect(numbers('{ group: " " }')).toMatchObject({ decimal: '.', group: ' ' });
    expect(wrong(`${smallest}numbers: { decimal: ",", group: "," }\n`)).toThrow(
      /numbers: .*the same mark for both/,
    );
    expect(wrong(`${smallest}numbers: { group: "." }\n`)).toThrow(/numbers: .*the same mark for both/);
  });

  it('that is not YAML is refused in one line', () => {
    expect(wrong('deals: [')).toThrow(/^crm\.yaml is not YAML: [^\n]*$/);
  });

  it('ships for the public data set', () => {
    const path = new URL('../../../../infra/mappings/crm-sales-opportunities.yaml', import.meta.url);
    expect(readMapping(readFileSync(path, 'utf8'), 'shipped').source).toBe('crm-sales-opportunities');
  });
});
