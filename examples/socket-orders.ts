// Commands over a WebSocket obey the same gateway: log-in, limits, codes, and an order whose reply was lost happens once.
import { byClientOrderId, createGateway, interceptSocket, oxFun } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';
import { WebSocket, WebSocketServer } from 'ws';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const exchange = simulateExchange(oxFun, { credentials });
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await new Promise((resolve) => server.once('listening', resolve));
const sockets = exchange.attach(server);
const url = `ws://127.0.0.1:${Object(server.address()).port}`;

const sign = oxFun.signer(credentials);
const reconcile = byClientOrderId({ settleMs: 100, asks: 2 });
const gateway = createGateway({ exchange: oxFun, sign, reconcile });
// A function that makes the socket: after a drop it makes the next one. Your own listeners belong in there.
const connect = () => new WebSocket(url).on('message', () => {});
const commands = interceptSocket(connect, gateway, { restOrigin: await exchange.listen() });

const order = { marketCode: 'BTC-USD', side: 'BUY', orderType: 'LIMIT', quantity: '1', price: '10' };
const place = (clientOrderId: string, change = {}) =>
  commands.send({ op: 'placeorder', data: { ...order, clientOrderId, ...change } }, { clientOrderId });

const { submitted } = await place('1');
console.log(`submitted: ${submitted}`);
sockets.failNext('close-after', { command: 'placeorder' }); // executed, then the connection dies
await place('2');
console.log(`executed ${exchange.executions('2')} time`);
await place('3', { quantity: '0' }).catch(({ code, category, outcome }) => {
  console.log(`${code} ${category}, ${outcome}, over connection ${commands.stats().connections}`);
});
commands.close();
await gateway.close();
sockets.close();
server.close();
await exchange.close();
