/**
 * Writes the tables of all options: names, kinds and defaults from the tables that check them, the prose from the doc
 * comments that editors show. `test/docs/options.test.ts` keeps `docs/options.md` equal to it.
 */
import { readFileSync } from 'node:fs';
import { callShape } from '../src/call-options.ts';
import { envelopeShape } from '../src/catalog/envelope-shape.ts';
import { costRowShape, limitShape, routeMatchShape } from '../src/catalog/limit-shape.ts';
import { specShape } from '../src/catalog/spec-shape.ts';
import { ccxtShape } from '../src/ccxt/exchange-from-ccxt.ts';
import { etaShape, gatewayShape } from '../src/gateway-options.ts';
import { socketShape } from '../src/interceptors/socket/index.ts';
import type { AnyShape } from '../src/options/shape.ts';
import { instrumentShape } from '../src/otel/options.ts';
import { backoffShape } from '../src/policies/backoff.ts';
import { breakerShape } from '../src/policies/breaker.ts';
import { budgetShape } from '../src/policies/budget.ts';
import { byClientOrderIdShape, reconcileShape } from '../src/policies/reconcile.ts';
import { redisShape } from '../src/redis/options.ts';
import { simulateShape } from '../src/testing/shapes.ts';
import { clockShape } from '../src/time/clock-options.ts';

/** One option object. */
export interface OptionTable {
  readonly title: string;
  /** Where its interface stands, from `src`. */
  readonly file: string;
  readonly name: string;
  readonly shape: AnyShape;
}

/** One option, as the table shows it. */
export interface OptionLine {
  readonly name: string;
  readonly takes: string;
  readonly prose: string;
  /** As the doc comment says it. */
  readonly byComment: string | undefined;
  /** As the code has it. */
  readonly fallback: unknown;
}

export const optionTables: readonly OptionTable[] = [
  { title: '`createGateway`', file: 'gateway-options.ts', name: 'GatewayOptions', shape: gatewayShape },
  { title: '`limits`, each', file: 'catalog/limit.ts', name: 'Limit', shape: limitShape },
  { title: '`limits`, `match`', file: 'catalog/limit.ts', name: 'RouteMatch', shape: routeMatchShape },
  { title: '`limits`, `weight`', file: 'catalog/limit.ts', name: 'CostRow', shape: costRowShape },
  { title: '`reconcile`', file: 'policies/reconcile.ts', name: 'ReconcileOptions', shape: reconcileShape },
  {
    title: '`byClientOrderId`',
    file: 'policies/reconcile.ts',
    name: 'ByClientOrderIdOptions',
    shape: byClientOrderIdShape,
  },
  { title: '`breaker`', file: 'policies/breaker.ts', name: 'BreakerOptions', shape: breakerShape },
  { title: '`budget`', file: 'policies/budget.ts', name: 'BudgetOptions', shape: budgetShape },
  { title: '`clock`', file: 'time/clock-options.ts', name: 'ClockOptions', shape: clockShape },
  { title: '`redis`', file: 'redis/options.ts', name: 'RedisOptions', shape: redisShape },
  { title: 'A call: `exchange`', file: 'call-options.ts', name: 'CallOptions', shape: callShape },
  { title: '`backoff`', file: 'policies/backoff.ts', name: 'BackoffOptions', shape: backoffShape },
  { title: '`gateway.eta`', file: 'gateway-options.ts', name: 'EtaRequest', shape: etaShape },
  {
    title: '`interceptSocket`',
    file: 'interceptors/socket/types.ts',
    name: 'SocketOptions',
    shape: socketShape,
  },
  {
    title: '`defineExchange`, `extendExchange`',
    file: 'catalog/exchange.ts',
    name: 'ExchangeSpec',
    shape: specShape,
  },
  { title: '`rest`, `ws`', file: 'catalog/envelope.ts', name: 'Envelope', shape: envelopeShape },
  {
    title: '`simulateExchange`',
    file: 'testing/simulate-options.ts',
    name: 'SimulateOptions',
    shape: simulateShape,
  },
  { title: '`exchangeFromCcxt`', file: 'ccxt/exchange-from-ccxt.ts', name: 'CcxtOptions', shape: ccxtShape },
  {
    title: '`instrumentGateway`',
    file: 'otel/options.ts',
    name: 'InstrumentOptions',
    shape: instrumentShape,
  },
];

/** The lines of one table, in the order of its interface. */
export function linesOf({ file, name, shape }: OptionTable): readonly OptionLine[] {
  const source = readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8');
  const comments = commentsOf(source, name);
  return Object.entries(shape).map(([option, { takes, fallback }]) => {
    const { prose, byComment } = comments.get(option) ?? { prose: '', byComment: undefined };
    return { name: option, takes, prose, byComment, fallback };
  });
}

/** What stands in the place of a default. */
const required = 'has to be given';

/** The whole page, in Markdown. */
export function renderOptions(): string {
  const sections = optionTables.map(
    ({ title, ...table }) => `## ${title}\n\n${tableOf({ title, ...table })}`,
  );
  const head = `<!-- Generated from the tables that check the options: do not edit. -->

# Options

Every option with what it takes and its default. A name that stands in no table is refused with a \`TypeError\`. In code,
[Errors and outcomes](./outcomes.md), [Limits](./limits.md) and the [recipes](./recipes/index.md) show them at work.`;
  return `${[head, ...sections].join('\n\n')}\n`;
}

/** One table, for the README too. */
export function tableOf(table: OptionTable): string {
  const lines = linesOf(table).map(({ name, takes, prose, byComment }) =>
    [`\`${name}\``, prose, takes, byComment ?? ''].map(cell).join(' | '),
  );
  return [
    '| Option | What it does | Takes | Default |',
    '| --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}

/** What the doc comments of an interface say, by member. */
function commentsOf(
  source: string,
  name: string,
): ReadonlyMap<string, { readonly prose: string; readonly byComment: string | undefined }> {
  const begin = source.search(new RegExp(`^export interface ${name}\\b`, 'm'));
  if (begin < 0) throw new Error(`There is no interface ${name}.`);
  const body = source.slice(begin, source.indexOf('\n}', begin));
  const members = body.matchAll(/(?:^ {2}\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n)?^ {2}readonly (\w+)(\??):/gm);
  return new Map(
    [...members].map(([, comment = '', member = '', optional]) => {
      const text = comment
        .replace(/^\s*\* ?/gm, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      const [prose = '', ...tags] = text.split(/\s*@(?=default\b|see\b|example\b)/);
      const byDefault = tags
        .find((tag) => tag.startsWith('default'))
        ?.slice('default'.length)
        .trim();
      return [
        member,
        { prose: prose.trim(), byComment: byDefault ?? (optional === '' ? required : undefined) },
      ];
    }),
  );
}
