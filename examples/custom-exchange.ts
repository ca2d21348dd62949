// An exchange that the package does not know: its table, its envelope, its limits, its signature.
import { createHmac } from 'node:crypto';
import { createGateway, defineExchange, interceptFetch, type Sign } from 'exchange-interceptors';

const acme = defineExchange({
  id: 'acme',
  name: 'Acme',
  table: {
    source: 'https://docs.acme.example/errors',
    rows: [
      ['E10', 'rate-limit', 'rejected', 'Too many requests'],
      ['E20', 'funds', 'rejected', 'Balance too low'],
      ['E99', 'server', 'unknown', 'Internal error'],
    ],
  },
  rest: { code: ['error.code'], message: ['error.text'], ok: [], flags: [], shape: /^E\d+$/, bare: true },
  limits: [{ name: 'orders', scope: 'account', capacity: 10, windowMs: 1000, match: { kind: 'order' } }],
  time: { routes: [{ path: '/time' }], from: ['now'] },
  routes: [{ method: 'POST', path: '/orders', kind: 'order', signed: true }],
});

const sign: Sign = ({ method, path, body = '' }, { timestamp }) => {
  const digest = createHmac('sha256', 'my-secret')
    .update(`${timestamp}${method}${path}${body}`)
    .digest('hex');
  return { headers: { 'acme-time': String(timestamp), 'acme-signature': digest } };
};

// In place of the exchange: a fetch that gives these answers in turn.
const answers = [{ error: { code: 'E10' } }, { orderId: '1' }, { error: { code: 'E20', text: 'low' } }];
const gateway = createGateway({ exchange: acme, sign });
const acmeFetch = interceptFetch(gateway, async () => Response.json(answers.shift()));
const place = () => acmeFetch('https://api.acme.example/orders', { method: 'POST', body: '{"quantity":1}' });

gateway.on('attempt', ({ attempt, code = 'ok' }) => console.log(`attempt ${attempt}: ${code}`));
console.log(await (await place()).json());
await place().catch((error: Error) => console.log(error.message));
await gateway.close();
