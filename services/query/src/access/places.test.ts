import { Refusal } from '@tallyboard/answers/refusal';
import { describe, expect, it } from 'vitest';
import { createPlaces } from './places.js';

const client = (id: string) => ({ id, name: 'this API key' });

describe('places for requests in work', () => {
  it('are as many as a client may have, and free again when they are given back, once', () => {
    const places = createPlaces({ requests: 100, requestsPerClient: 2 });
    const leave = places.take('acme', client('a')) as () => void;
    places.take('acme', client('a'));
    expect(places.take('acme', client('a'))).toMatchObject({
      status: 429,
      code: 'too_many_requests',
      message:
        'this API key has 2 requests in work, which is the most: wait for an answer before asking again',
      retryAfterS: 1,
    });
    expect(places.take('acme', client('b'))).not.toBeInstanceOf(Refusal);
    leave();
    leave();
    expect(places.take('acme', client('a'))).not.toBeInstanceOf(Refusal);
    expect(places.take('acme', client('a'))).toBeInstanceOf(Refusal);
  });

  it('are at most half of all for a tenant, so that others have some', () => {
    const places = createPlaces({ requests: 4, requestsPerClient: 2 });
    for (const id of ['a', 'b']) places.take('acme', client(id));
    expect(places.take('acme', client('c'))).toMatchObject({
      status: 429,
      message: expect.stringMatching(/^this tenant has 2/),
    });
    for (const id of ['g', 'h']) expect(places.take('globex', client(id))).not.toBeInstanceOf(Refusal);
    expect(places.take('initech', client('i'))).toMatchObject({
      status: 503,
      message: expect.stringMatching(/^this server has 4/),
    });
  });
});
