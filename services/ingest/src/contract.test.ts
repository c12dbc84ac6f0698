import * as api from '@tallyboard/api/ingest';
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { callLogged, testApp } from './testing/ingest.js';

describe('what is answered has the shape that the contract says', () => {
  const wrong = callLogged('2', { time: 'noon' });

  it.each<[string, unknown, TSchema]>([
    ['one event', callLogged('1'), api.Outcome],
    ['some wrong, some right', [callLogged('1'), wrong, 7], api.Outcome],
    ['one wrong event', wrong, api.ErrorBody],
    ['what is no event', 'hello', api.ErrorBody],
  ])('%s', async (_, sent, shape) => {
    const { body } = await testApp().send(sent);
    expect([...Errors(shape, body)]).toEqual([]);
    const known = Object.keys((shape as unknown as { properties: object }).properties);
    expect(known).toEqual(expect.arrayContaining(Object.keys(body)));
  });
});
