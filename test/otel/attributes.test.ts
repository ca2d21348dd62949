import { describe, expect, it } from 'vitest';
import type { AttemptEvent, SettledEvent } from '../../src/index.ts';
import {
  answerAttributes,
  attemptAttributes,
  attemptName,
  type CallFacts,
  callName,
  errorType,
  failureAttributes,
} from '../../src/otel/attributes.ts';

const facts: CallFacts = {
  call: 1,
  kind: 'read',
  transport: 'rest',
  method: 'GET',
  path: '/a/*',
  template: '/a/*',
  origin: new URL('https://x.test/a/17'),
  lookUpFor: undefined,
};

describe('Where a request goes', () => {
  it.each([
    ['https://x.test/a', 'x.test', 443, 'https://x.test/a/*'],
    ['http://x.test/a', 'x.test', 80, 'http://x.test/a/*'],
    ['https://x.test:8443/a', 'x.test', 8443, 'https://x.test:8443/a/*'],
    ['http://[::1]:8080/a', '::1', 8080, 'http://[::1]:8080/a/*'],
  ])('%s', (url, address, port, full) => {
    expect(attemptAttributes({ ...facts, origin: new URL(url) }, 1)).toMatchObject({
      'server.address': address,
      'server.port': port,
      'url.full': full,
    });
  });

  it('is left out where nobody can tell', () => {
    expect(attemptAttributes({ ...facts, origin: undefined, template: undefined }, 1)).toEqual({
      'exchange.attempt': 1,
      'exchange.transport': 'rest',
      'http.request.method': 'GET',
    });
  });
});

describe('Names', () => {
  it.each<[Partial<CallFacts>, string]>([
    [{}, 'GET /a/*'],
    [{ template: undefined }, 'GET'],
    [{ method: 'PURGE' }, 'HTTP /a/*'],
    [{ method: 'WS', transport: 'ws', template: '/order' }, 'WS /order'],
  ])('%j', (differing, name) => {
    expect(attemptName({ ...facts, ...differing })).toBe(name);
    expect(callName('ktx', { ...facts, ...differing })).toBe(`ktx ${name}`);
  });

  it('a method that the conventions do not know goes by `_OTHER`', () => {
    const { 'http.request.method': method } = attemptAttributes({ ...facts, method: 'PURGE' }, 1);
    expect(method).toBe('_OTHER');
  });
});

describe('Failures', () => {
  it('a code is cut where it cannot be one', () => {
    expect(failureAttributes({ code: '5'.repeat(500) })).toEqual({ 'exchange.error.code': '5'.repeat(64) });
  });

  it.each<[Partial<SettledEvent>, string]>([
    [{ category: 'funds', reason: 'failed' }, 'funds'],
    [{ category: 'rate-limit', reason: 'aborted' }, 'aborted'],
    [{ category: 'network', reason: 'closed' }, 'closed'],
    [{ category: 'network', reason: 'panic' }, 'panic'],
    [{ category: 'network', reason: 'annihilated' }, 'annihilated'],
    [{ category: 'timeout', reason: 'deadline' }, 'timeout'],
    [{ category: undefined, reason: 'expired' }, 'expired'],
    [{ category: undefined, reason: undefined }, '_OTHER'],
  ])('%j is of one type', (event, type) => {
    expect(errorType(event as SettledEvent)).toBe(type);
  });

  it('an attempt that failed has a type, one that did not has none', () => {
    const answer = { phase: 'answered', status: 200, ok: true } as AttemptEvent;
    expect(answerAttributes(answer)).toEqual({
      'exchange.phase': 'answered',
      'http.response.status_code': 200,
    });
    expect(answerAttributes({ ...answer, ok: false, category: 'server' })).toEqual({
      'exchange.phase': 'answered',
      'http.response.status_code': 200,
      'exchange.category': 'server',
      'error.type': 'server',
    });
  });
});
