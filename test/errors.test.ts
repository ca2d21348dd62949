import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ErrorDetails, ExchangeError, isExchangeError, UnknownOutcomeError } from '../src/errors.ts';
import { safeCause } from '../src/redact.ts';
import type { OutgoingRequest } from '../src/types.ts';

const secret = 'mx0vglTopSecret';

const request: OutgoingRequest = {
  method: 'POST',
  url: new URL(`https://a.example/order?sign=${secret}`),
  path: '/order',
  query: `sign=${secret}`,
  headers: { apikey: secret },
  body: secret,
};

const response = { status: 400, headers: { apikey: secret }, config: { headers: { apikey: secret } } };

const details: ErrorDetails = {
  exchange: 'tiny',
  message: 'no money',
  category: 'funds',
  outcome: 'rejected',
  reason: 'failed',
  attempts: 2,
  elapsedMs: 350,
  code: '1001',
  status: 400,
  retryAfterMs: 5000,
  clientOrderId: 'mine-1',
  items: [{ index: 0, ok: true }],
  request: () => request,
  response: () => response,
  config: { headers: { apikey: secret } },
};

function errorOf(changes: Partial<ErrorDetails> = {}): ExchangeError {
  return new ExchangeError({ ...details, ...changes });
}

/** As a program makes them that freezes the platform's prototypes: no assignment to a name of theirs. */
function freezeNames(): void {
  const { name } = Error.prototype;
  Object.defineProperty(Error.prototype, 'name', { writable: false });
  onTestFinished(() => void Object.defineProperty(Error.prototype, 'name', { value: name, writable: true }));
}

it('is made and printed where the prototypes are frozen', () => {
  freezeNames();
  const cause = safeCause({ __proto__: Error.prototype, name: 'SocketError', message: 'closed' }, []);
  expect(inspect(errorOf({ cause }))).toMatch(/^ExchangeError: no money(?:.|\n)*SocketError\]: closed/);
});

const shown = {
  name: 'ExchangeError',
  message: 'no money',
  exchange: 'tiny',
  code: '1001',
  category: 'funds',
  outcome: 'rejected',
  reason: 'failed',
  status: 400,
  attempts: 2,
  elapsedMs: 350,
  retryAfterMs: 5000,
  clientOrderId: 'mine-1',
  items: [{ index: 0, ok: true }],
};

describe('an error of an exchange', () => {
  it('says what was tried and what is known', () => {
    const error = errorOf();
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject(shown);
    expect(error).not.toHaveProperty('cause');
  });

  it('keeps its cause', () => {
    const cause = new Error('lost');
    expect(errorOf({ cause }).cause).toBe(cause);
  });

  it('hands out request, response and config to those who ask', () => {
    const error = errorOf();
    expect([error.request, error.response, error.config]).toEqual([
      request,
      response,
      { headers: { apikey: secret } },
    ]);
    const bare = errorOf({ request: undefined, response: undefined, config: undefined });
    expect([bare.request, bare.response, bare.config]).toEqual([undefined, undefined, undefined]);
  });

  it('shows an answer that came late', () => {
    let late: unknown;
    const error = errorOf({ response: () => late });
    expect(error.response).toBeUndefined();
    late = response;
    expect(error.response).toBe(response);
  });

  it('shows no secret, however it is printed', () => {
    const error = errorOf({ cause: new Error('lost') });
    const prints = [
      inspect(error),
      inspect(error, { showHidden: true, depth: 20 }),
      JSON.stringify(error),
      JSON.stringify({ ...error }),
      JSON.stringify(Object.getOwnPropertyDescriptors(error)),
      String(error),
      error.stack,
    ];
    expect(prints.join('\n')).toContain('no money');
    expect(prints.join('\n')).not.toContain(secret);
  });

  it('as JSON is what may be logged, and nothing else', () => {
    expect(JSON.parse(JSON.stringify(errorOf()))).toEqual(shown);
  });

  it('is an axios error only when it was raised through axios, and a cancellation only when aborted', () => {
    const marks = (changes: Partial<ErrorDetails>): boolean[] => {
      const error = errorOf(changes);
      return [error.isAxiosError, error.__CANCEL__];
    };
    expect(marks({})).toEqual([true, false]);
    expect(marks({ reason: 'aborted' })).toEqual([true, true]);
    expect(marks({ reason: 'aborted', config: undefined })).toEqual([false, false]);
    expect(marks({ config: undefined })).toEqual([false, false]);
  });
});

it('shows nothing to an inspection that shows hidden properties and calls getters, at any depth', () => {
  const error = errorOf({ cause: new TypeError('inner') });
  const shown = inspect({ list: [error] }, { showHidden: true, getters: true, depth: 20 });
  expect(shown).not.toContain(secret);
  for (const part of ['ExchangeError: no money', "code: '1001'", '[cause]', 'inner'])
    expect(shown).toContain(part);
  expect(inspect(error).split('\n')[0]).toBe('ExchangeError: no money');
});

it('has a type for its category, and for an outcome that is unknown', () => {
  const error: unknown = new UnknownOutcomeError({ ...details, outcome: 'unknown' });
  if (isExchangeError(error, 'funds')) {
    const category: 'funds' = error.category;
    expect(category).toBe('funds');
  }
  if (error instanceof UnknownOutcomeError) {
    const outcome: 'unknown' = error.outcome;
    expect(outcome).toBe('unknown');
  }
  expect.assertions(2);
});

it('is told from other errors, and by its category', () => {
  const error = errorOf();
  expect([isExchangeError(error), isExchangeError(error, 'funds'), isExchangeError(error, 'auth')]).toEqual([
    true,
    true,
    false,
  ]);
  for (const other of [new Error('x'), undefined, null, 'x', { ...error }]) {
    expect(isExchangeError(other)).toBe(false);
  }
});
